/** How a figure came to be known (spec: `basis`). */
export const bases = ['measured', 'declared', 'unknown', 'observed'] as const
export type Basis = (typeof bases)[number]

/**
 * What a person did to what the AI proposed, in lines. `ratio` is (edited + dropped) / proposed with three
 * decimals, `null` where nothing was proposed: unknown is never 0. The counts are null where a ratio was declared
 * and nothing was counted.
 */
export type HumanEdited = {
  readonly ratio: number | null
  readonly kept: number | null
  readonly edited: number | null
  readonly dropped: number | null
  readonly basis: Basis
  readonly method: string | null
}

/** What a person did where nobody counted it. */
export const notCounted: HumanEdited = {
  ratio: null,
  kept: null,
  edited: null,
  dropped: null,
  basis: 'unknown',
  method: null,
}

/** The ratio is what its counts give, to three decimals however rounded or cut off: less than a thousandth away; with nothing proposed it is unknown. */
export const agrees = ({ ratio, kept, edited, dropped }: Omit<HumanEdited, 'method'>): boolean => {
  if (kept === null || edited === null || dropped === null) return true
  const proposed = kept + edited + dropped
  if (proposed === 0 || ratio === null) return proposed === 0 && ratio === null
  return Math.abs(ratio - (edited + dropped) / proposed) < 0.001 - 1e-9
}

/** Parameters that a line has and nobody here knows (spec, section 2: kept and ignored), by their names in lower case. */
export type Parameters = Readonly<Record<string, string>>

/** The lines of a contribution that can have parameters, by the field that is read from each. */
export const parameterFields = ['humanEdited', 'model', 'promptHash', 'tool'] as const
export type ContributionParameters = Readonly<Partial<Record<(typeof parameterFields)[number], Parameters | undefined>>>

/** One (tool, model) within a record. `promptHash` is the trailer's main value, or `none`. */
export type Contribution = {
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string
  readonly promptHash: string | null
  readonly prompts: number | null
  readonly humanEdited: HumanEdited | null
  readonly parameters?: ContributionParameters | undefined
}

/** The AI-provenance trailers of one commit. `none` is set when the record says that no AI took part. */
export type CommitRecord = {
  readonly contributions: readonly Contribution[]
  readonly none: { readonly basis: Basis; readonly parameters?: Parameters } | null
  /** The patch-id the record is bound to, lower-case hex, or null where the record carries none. */
  readonly change: string | null
  readonly changeParameters?: Parameters
}
