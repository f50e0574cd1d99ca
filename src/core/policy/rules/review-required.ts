import { z } from 'zod'
import { rule } from '../rule.js'
import { isAi } from '../took-part.js'

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
  kinds: { bots: true, merges: false },
  check: (facts, { of, count, how }) => {
    if (of === 'ai' && !isAi(facts)) return []
    const who = facts.reviews.filter((one) => one.statement === 'approved' && how.includes(one.how))
    const got = new Set(who.map(({ reviewer }) => reviewer)).size
    return got >= count ? [] : [{ args: { expected: count, got } }]
  },
})
