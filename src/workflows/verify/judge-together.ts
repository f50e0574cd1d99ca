import type { Entry } from '../../core/ledger/schema.js'
import { addEntry, emptySummary } from '../../core/ledger/summary.js'
import { fullOid } from '../../core/oid.js'
import { type Answer, nothingTold, type Question, tell } from '../../core/push.js'
import { type Move, type Moved, movedCommits } from '../../git/moved-commits.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { type Listing, listingOf } from '../../git/walk.js'
import { adoptionOf } from './adoption.js'
import type { Around, VerifyOptions } from './open-range.js'
import { branchKeyOf, type Policy } from './policy-for.js'
import { verdictOf, walkRange } from './verify-range.js'

/** A question of a push, where the default branch's policy stands, and what is known before its commits are judged. */
export type Asked = {
  readonly question: Question
  readonly usual: string
  readonly opened: Around & { policy: Policy }
}

/** What the commits of a question came to; `forward` where the branch loses none, null where that is not known. */
export type Judged = Pick<Answer, 'verdict' | 'findings'> & { readonly forward: boolean | null }

/** How commits are judged: in which way those of a question are walked, and what of an entry is told. */
type Ways = {
  readonly walkOf: (asked: Asked, listing: Listing) => VerifyOptions
  readonly told: (entry: Entry) => Entry
}

/**
 * What moves of branches came to: all that are judged alike in one walk, each commit once, however many branches it comes to.
 * Without those that are to be judged alone, and what git could not walk, of which it is to say so for each.
 */
export const judgeTogether = async (
  repository: UntrustedRepository,
  asked: readonly Asked[],
  ways: Ways,
): Promise<ReadonlyMap<Asked, Judged>> => {
  const judged = new Map<Asked, Judged>()
  const moving = asked.filter(({ question, opened }) => question.from !== null && opened.reviews?.complete === true)
  const moved = moving.length < 2 ? null : movedCommits(repository, moving.map(moveOf))
  if (moved === null) return judged
  const groups = new Map<string, Member[]>()
  moving.forEach((one, index) => {
    const [key, member] = [keyOf(one), { asked: one, moved: moved[index] as Moved }]
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [member])
    else group.push(member)
  })
  for (const group of groups.values())
    for (const [one, answer] of await judgeGroup(group, ways)) judged.set(one, answer)
  return judged
}

type Member = { readonly asked: Asked; readonly moved: Moved }

const moveOf = ({ question: { from, include, exclude } }: Asked): Move => ({
  from: from ?? '',
  to: include[0] ?? '',
  held: exclude.map((word) => word.replace('^', '')).filter((oid) => oid !== from),
})

/** The same for branches whose commits are judged alike. A tag of adoption counts by where each branch stands. */
const keyOf = ({ question: { base, branch }, opened: { policy } }: Asked): string => {
  const adoption = adoptionOf(policy.config)
  const stands = adoption === null || fullOid.test(adoption.revision) ? '' : base
  return [policy.digest, branchKeyOf(policy.config)?.(branch ?? ''), stands].join(' ')
}

const judgeGroup = async (
  group: readonly Member[],
  { walkOf, told }: Ways,
): Promise<readonly (readonly [Asked, Judged])[]> => {
  const [first] = group
  const all = [...new Set(group.flatMap(({ moved }) => moved.commits))]
  const charged = new Map<string, Entry>()
  if (first === undefined) return []
  const { summary } = await walkRange(walkOf(first.asked, listingOf(all)), (entry) => {
    if (entry.findings.length > 0) charged.set(entry.oid, entry)
  })
  if (summary.counts.total !== all.length) return []
  return group.map(({ asked, moved }) => {
    const own = emptySummary()
    const findings = nothingTold()
    for (const entry of moved.commits.flatMap((oid) => charged.get(oid) ?? [])) {
      addEntry(own, entry)
      tell(findings, told(entry))
    }
    const { verdict } = verdictOf(own, true, own.counts.total)
    return [asked, { verdict, findings, forward: moved.forward }]
  })
}
