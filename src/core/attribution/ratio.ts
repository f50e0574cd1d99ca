import type { Basis, HumanEdited } from '../record/record.js'

/** What became of the lines a contribution proposed: proposed = kept + edited + dropped (spec, section 2). */
export type LineCounts = { readonly kept: number; readonly edited: number; readonly dropped: number }

export const noLines: LineCounts = { kept: 0, edited: 0, dropped: 0 }

/** How many lines a contribution proposed. */
export const proposedLines = ({ kept, edited, dropped }: LineCounts): number => kept + edited + dropped

/** The version of this way of counting, named in every record. */
const method = 'lines/1'

/** Ratios are only ever combined by summing the counts. */
export const sumCounts = (all: readonly LineCounts[]): LineCounts =>
  all.reduce(
    (sum, one) => ({ kept: sum.kept + one.kept, edited: sum.edited + one.edited, dropped: sum.dropped + one.dropped }),
    noLines,
  )

/** The share a person changed: (edited + dropped) / proposed to three decimals; null, never 0, where nothing was proposed. */
export const humanEdited = (counts: LineCounts, basis: Basis): HumanEdited => {
  const proposed = proposedLines(counts)
  const ratio = proposed === 0 ? null : Math.round(((counts.edited + counts.dropped) / proposed) * 1000) / 1000
  return { ratio, kept: counts.kept, edited: counts.edited, dropped: counts.dropped, basis, method }
}
