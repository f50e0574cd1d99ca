import { addedLines } from './added-lines.js'
import { linesAdded, putAside } from './aside.js'
import { byPerson } from './by-person.js'
import type { Loose } from './moved.js'
import { type LineCounts, noLines } from './ratio.js'
import type { Line, Proposal, Removed, ReplayState } from './state.js'

/** One file at commit time: the state after the agents' last edit, the parent's text, what is staged, what is in the work tree. */
export type Moment = {
  readonly state: ReplayState
  readonly parent: string | null
  readonly staged: string | null
  readonly work: string | null
  /** The lines that each stash adds to the file. */
  readonly stashed?: readonly (readonly string[])[]
}

/**
 * What one file brings to the commit: counts per contribution, the number of added lines that are a person's own, and what
 * may have come from another file or gone there.
 */
export type FileOutcome = {
  readonly contributions: Readonly<Record<string, LineCounts & { readonly pending: number }>>
  readonly person: number
  readonly loose: Loose
  readonly lines: readonly LineFate[]
}

/** What became of one line that an agent proposed: where it stands now (from 1; null where it does not), and its text there. */
export type LineFate = {
  readonly proposal: Proposal
  readonly fate: 'kept' | 'edited' | 'dropped' | 'pending'
  readonly line: number | null
  readonly text: string
}

/**
 * Counts what became of every line the agents proposed in one file (spec, section 2). A blank line counts like any
 * other. A proposal that ends as an unchanged line of the parent is no change, and is not counted;
 * kept + edited + person is the number of lines the diff from the parent adds, white space aside.
 */
export const measure = (moment: Moment): FileOutcome => {
  const { fates, added, own } = judge(moment)
  const contributions = new Map<string, LineCounts & { pending: number }>()
  let standing = 0
  const lines = [...fates.values()].flatMap(({ fate, ...rest }) => (fate === 'none' ? [] : [{ ...rest, fate }]))
  for (const { proposal, fate } of lines) {
    const counts = contributions.get(proposal.owner) ?? { ...noLines, pending: 0 }
    contributions.set(proposal.owner, { ...counts, [fate]: counts[fate] + 1 })
    if (fate === 'kept' || fate === 'edited') standing += 1
  }
  const dropped = lines.flatMap(({ proposal, fate }) => (fate === 'dropped' ? proposal : []))
  const loose = { dropped, own, taken: takenBack(moment) }
  return { contributions: Object.fromEntries(contributions), person: added - standing, loose, lines }
}

/** Lines that neither the parent has nor an agent wrote here, and that an agent took away. */
const takenBack = ({ state, parent }: Moment): Loose['taken'] => {
  const gone = state.removed.filter(({ by, proposal }) => by === 'agent' && proposal === undefined)
  return gone.length === 0 ? [] : linesAdded(parent, gone.map(({ text }) => text).join('\n'))
}

const ownIn = (lines: readonly (readonly [Line, boolean])[]): Loose['own'] =>
  lines.map(([{ text, proposal }, added]) => (added && proposal === undefined ? text : undefined))

type Fate = Omit<LineFate, 'fate'> & { readonly fate: LineFate['fate'] | 'none' }

type Judgement = {
  readonly fates: ReadonlyMap<number, Fate>
  /** Lines the diff from the parent to what is staged adds. */
  readonly added: number
  readonly own: Loose['own']
  /** The work tree as a person left it, and those of the lines removed there that lie in a stash. */
  readonly now: ReplayState
  readonly aside: ReadonlySet<Removed>
}

/** What was judged of a moment, for as long as it is asked about: of a large file it takes seconds, and two ask. */
const judgements = new WeakMap<Moment, Judgement>()

const judge = (moment: Moment): Judgement => {
  const known = judgements.get(moment) ?? judgeAnew(moment)
  judgements.set(moment, known)
  return known
}

const judgeAnew = (moment: Moment): Judgement => {
  const now = byPerson(moment.state, moment.work)
  const fates = new Map<number, Fate>()
  const enter = (proposal: Proposal, fate: Fate['fate'], text = proposal.text, at = -1) =>
    fates.set(proposal.id, { proposal, fate, text, line: at < 0 ? null : at + 1 })
  /** Lines that the work tree adds to the parent. */
  const inWork = new Set<number>()
  const waiting = isLeftOut(moment)
  const gone = droppable(now)
  const aside = putAside(gone, moment.stashed ?? [])
  for (const one of gone) enter(one.proposal, waiting || aside.has(one) ? 'pending' : 'dropped')
  const work = withAdded(now.lines, moment.parent)
  for (const [at, [{ text, proposal, edited }, added]] of work.entries()) {
    if (proposal === undefined) continue
    // An edit that gave the parent's line back left nothing of the agent's.
    if (edited && !added && !waiting) enter(proposal, 'dropped')
    else enter(proposal, 'pending', text, at)
    if (added) inWork.add(proposal.id)
  }
  if (waiting) return { fates, added: 0, own: [], now, aside }
  let count = 0
  const staged = moment.staged === moment.work ? work : stagedLines(moment)
  for (const [at, [{ text, proposal, edited }, added]] of staged.entries()) {
    if (added) count += 1
    if (proposal === undefined) continue
    if (added) enter(proposal, edited ? 'edited' : 'kept', text, at)
    else if (!edited && !inWork.has(proposal.id)) enter(proposal, 'none')
  }
  return { fates, added: count, own: ownIn(staged), now, aside }
}

/** A file whose change is not committed takes nothing with it, not even its deletions. */
const isLeftOut = ({ parent, staged, work }: Moment): boolean => staged === parent && work !== staged

/** What a person took away of what the agents proposed and did not take back themselves. */
const droppable = (state: ReplayState): readonly Dropped[] =>
  state.removed.filter((one): one is Dropped => one.by === 'person' && one.proposal !== undefined)

type Dropped = Removed & { readonly proposal: Proposal }

const stagedLines = ({ state, parent, staged }: Moment) => withAdded(byPerson(state, staged).lines, parent)

const withAdded = (lines: readonly Line[], parent: string | null): readonly (readonly [Line, boolean])[] => {
  const added = addedLines(lines, parent)
  return lines.map((line, at) => [line, added[at] === true] as const)
}

/**
 * The state that the next commit's replay starts from: the work tree's text, in which only lines that wait for a later
 * commit are still proposals. Null where nothing waits: the next commit then starts from its parent.
 */
export const carry = (moment: Moment): ReplayState | null => {
  const { fates, now, aside } = judge(moment)
  if (isLeftOut(moment)) return fates.size > 0 ? now : null
  const waits = (proposal: Proposal | undefined) => proposal !== undefined && fates.get(proposal.id)?.fate === 'pending'
  const isAside = (one: Removed) => aside.has(one) && waits(one.proposal)
  if (!now.lines.some(({ proposal }) => waits(proposal)) && !now.removed.some(isAside)) return null
  const lines = now.lines.map((line): Line => (waits(line.proposal) ? line : { text: line.text }))
  // A line that was counted is never counted again: put back later, it is a person's.
  const removed = now.removed
    .filter((one) => one.proposal === undefined || !fates.has(one.proposal.id) || isAside(one))
    .map((one) => (isAside(one) ? { ...one, aside: true as const } : one))
  return { lines, removed, next: now.next }
}
