import * as z from 'zod'
import { type LineCounts, sumCounts } from '../../attribution/ratio.js'
import type { HumanEdited } from '../../record/record.js'
import { share, unknownShare } from '../option.js'
import { type CommitFacts, every, type Objection, rule } from '../rule.js'
import { aiTookPart } from '../took-part.js'

const minimum = share('The least share of what AI wrote that a person must have changed, 0 to 1.')
const option = z.strictObject({
  minimum: minimum.default(0.1),
  unknown: unknownShare(),
})

/** Of what AI wrote in a commit, a person changed at least so much. Counts of several tools are summed, never their ratios. */
export const humanEditedMinimum = rule({
  option,
  bare: { name: 'minimum', type: minimum },
  needs: [],
  kinds: every,
  check: (facts, { minimum: least, unknown }) =>
    ratiosOf(facts).flatMap((ratio): readonly Objection[] => {
      if (ratio === null) return unknown === 'report' ? [{ args: { reason: 'unknown', minimum: least } }] : []
      return ratio < least ? [{ args: { ratio: belowIt(ratio, least), minimum: least } }] : []
    }),
})

type Counted = HumanEdited & Record<'kept' | 'edited' | 'dropped', number>
const isCounted = (one: HumanEdited | null): one is Counted => one !== null && one.kept !== null

/** The share of all that was counted, and each that was only declared; null for one that is not known. */
const ratiosOf = (facts: CommitFacts): readonly (number | null)[] => {
  const edits = (facts.reading.record?.contributions ?? []).map((one) => one.humanEdited)
  if (edits.length === 0) return aiTookPart(facts) ? [null] : []
  const counted = edits.filter(isCounted)
  const said = edits.filter((one) => !isCounted(one)).map((one) => one?.ratio ?? null)
  return counted.length === 0 ? said : [shareOf(sumCounts(counted)), ...said]
}

/** The share that the counts give (spec, section 2), not rounded as a record has it: 499 of 2500 lines are less than a fifth. */
const shareOf = ({ kept, edited, dropped }: LineCounts): number | null => {
  const proposed = kept + edited + dropped
  return proposed === 0 ? null : (edited + dropped) / proposed
}

/** As a record writes it, unless that would no longer be less. */
const belowIt = (ratio: number, least: number): number => {
  const rounded = Number(ratio.toFixed(3))
  return rounded < least ? rounded : ratio
}
