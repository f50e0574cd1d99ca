import * as z from 'zod'
import type { Review } from '../../review/review.js'
import { rule } from '../rule.js'
import { aiTookPart } from '../took-part.js'

const option = z.strictObject({
  of: z
    .enum(['ai', 'all'])
    .default('ai')
    .meta({ description: 'Whether commits with AI in them need a review, or all.' }),
  count: z.int().min(1).max(20).default(1).meta({ description: 'How many people must have approved.' }),
  how: z
    .array(z.enum(['trailer', 'forge', 'signed']))
    .min(1)
    .default(['trailer', 'forge', 'signed'])
    .meta({ description: 'Which reviews count: a trailer is anybody’s word, a signed review is proof.' }),
})

/** Somebody approved who is not author, committer, co-author or the agent (segregation of duties). */
export const reviewRequired = rule({
  option,
  needs: ['reviews'],
  // A mere merge brings nothing that was not reviewed before it; one with a change of its own does.
  kinds: { bots: true, merges: 'own' },
  check: (facts, { of, count, how }) => {
    if (of === 'ai' && !aiTookPart(facts)) return []
    const [rejection] = facts.reviews.filter(({ statement }) => statement === 'rejected')
    if (rejection !== undefined) return [{ args: { reason: 'rejected', reviewer: rejection.reviewer.email } }]
    const approvals = facts.reviews.filter((one) => one.statement === 'approved' && how.includes(one.how))
    const got = countPeople(approvals)
    return got >= count ? [] : [{ args: { expected: count, got } }]
  },
})

/** How many people these are: two reviews with an address in common are by one. */
const countPeople = (reviews: readonly Review[]): number => {
  const people = new Map<string, ReadonlySet<string>>()
  for (const { addresses } of reviews) {
    const known = new Set(addresses.flatMap((address) => people.get(address) ?? []))
    const joined = new Set([...addresses, ...[...known].flatMap((one) => [...one])])
    for (const address of joined) people.set(address, joined)
  }
  return new Set(people.values()).size
}
