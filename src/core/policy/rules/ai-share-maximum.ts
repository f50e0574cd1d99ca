import * as z from 'zod'
import { share, unknownShare } from '../option.js'
import { type CommitFacts, type Objection, rule } from '../rule.js'
import { aiTookPart } from '../took-part.js'

const maximum = share('The greatest share of a commit’s added lines that AI may have written, 0 to 1.')
const option = z.strictObject({
  maximum: maximum.default(0.5),
  unknown: unknownShare(),
})

/** Of the lines that a commit adds, as git counts them, no more than so many stand as AI wrote them or as a person then edited them. */
export const aiShareMaximum = rule({
  option,
  bare: { name: 'maximum', type: maximum },
  needs: ['changes'],
  // git counts no lines in a merge: of one with a change of its own the share is not known.
  kinds: { bots: true, merges: 'own' },
  check: (facts, { maximum: most, unknown }): readonly Objection[] => {
    if (!aiTookPart(facts)) return []
    // A fault of this clone, which is told as one and is nobody's share.
    if (facts.changes.some(({ added }) => added === undefined)) return []
    const isMerge = facts.commit.parents.length > 1
    const lines = isMerge ? null : linesOf(facts)
    const added = facts.changes.reduce((sum, change) => sum + (change.added ?? 0), 0)
    // What git takes for binary, by its bytes or by an attribute, has no lines to hold those of AI against.
    const isCounted = !isMerge && facts.changes.every((change) => change.added !== null)
    if (isCounted && added === 0 && facts.changes.length > 0) return []
    if (lines === null || (added === 0 && lines > 0 && !isCounted))
      return unknown === 'report' ? [{ args: { reason: 'unknown', maximum: most } }] : []
    if (added === 0) return []
    const part = Math.min(1, lines / added)
    return part > most ? [{ args: { share: Number(part.toFixed(3)), maximum: most } }] : []
  },
})

/** Lines of AI that stand in the commit; null where one contribution was not counted. */
const linesOf = ({ reading }: CommitFacts): number | null => {
  const parts = reading.record?.contributions ?? []
  if (parts.length === 0 || parts.some((one) => one.humanEdited?.kept == null)) return null
  return parts.reduce((sum, one) => sum + (one.humanEdited?.kept ?? 0) + (one.humanEdited?.edited ?? 0), 0)
}
