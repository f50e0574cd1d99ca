import { linesOf } from './lines.js'

/** An agent's line: which one, whose, and as the agent wrote it. */
export type Proposal = { readonly id: number; readonly owner: string; readonly text: string }

/**
 * A line as it stands. `proposal` is set for an agent's line, and for a person's line that is an edit of one
 * (`edited`); a line without is the parent's or a person's own.
 */
export type Line = { readonly text: string; readonly proposal?: Proposal; readonly edited?: boolean }

/**
 * A line that no longer stands, the text it last had, and who took it away. What the agent itself took away counts for
 * nothing. Lines that are nobody's proposal are remembered too, so that one put back is not taken for an edit.
 */
export type Removed = {
  readonly text: string
  readonly proposal?: Proposal
  readonly edited: boolean
  readonly by: 'person' | 'agent'
  /** It lay in a stash when the last commit was made, and waits for a later one. */
  readonly aside?: true
}

/** Who wrote which line of one file at one moment. Plain JSON. */
export type ReplayState = {
  readonly lines: readonly Line[]
  readonly removed: readonly Removed[]
  readonly next: number
}

/** The state before any agent's work: every line is the parent's. */
export const startState = (content: string | null): ReplayState => ({
  lines: linesOf(content).map((text) => ({ text })),
  removed: [],
  next: 1,
})

/** What is left of a state whose work was committed meanwhile: the lines that lay in a stash. */
export const startAfter = (content: string | null, state: ReplayState | undefined): ReplayState => ({
  lines: startState(content).lines,
  removed: (state?.removed ?? []).filter(({ aside }) => aside === true),
  next: state?.next ?? 1,
})

/** As many lines of each kind, proposals and others, as one file keeps of those removed. */
const maxRemoved = 20_000

/** Forgets the oldest removed lines beyond the bound; a person's drops are forgotten last. */
export const bounded = (removed: readonly Removed[]): readonly Removed[] => {
  if (removed.length <= maxRemoved) return removed
  const isDrop = ({ proposal, by }: Removed) => proposal !== undefined && by === 'person'
  const room = maxRemoved - Math.min(maxRemoved, removed.filter(isDrop).length)
  let spare = removed.length - removed.filter(isDrop).length - room
  return removed.filter((one) => isDrop(one) || spare-- <= 0)
}
