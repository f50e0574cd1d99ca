import { align } from './align.js'
import { bare, linesOf } from './lines.js'
import { type Counts, noLines } from './ratio.js'
import { byPerson, type Line, type Proposal, type ReplayState } from './replay.js'

/** One file at commit time: the state after the agents' last edit, the parent's text, what is staged, what is in the work tree. */
export type Moment = {
  readonly state: ReplayState
  readonly parent: string | null
  readonly staged: string | null
  readonly work: string | null
}

/** What one file brings to the commit: counts per contribution, and the added lines that are a person's own. */
export type FileOutcome = {
  readonly contributions: Readonly<Record<string, Counts & { readonly pending: number }>>
  readonly person: number
}

type Fate = 'kept' | 'edited' | 'dropped' | 'pending'

/**
 * Counts what became of every line the agents proposed in one file (spec, section 2). A proposal that ends as an
 * unchanged line of the parent is no change, and is not counted; kept + edited + person is the number of added lines.
 */
export const measure = (moment: Moment): FileOutcome => {
  const staged = byPerson(moment.state, moment.staged)
  const added = addedLines(staged.lines, moment.parent)
  const fates = fatesOf(moment, staged, added)
  const contributions: Record<string, Counts & { pending: number }> = {}
  let standing = 0
  for (const { proposal, fate } of fates.values()) {
    const counts = contributions[proposal.owner] ?? { ...noLines, pending: 0 }
    contributions[proposal.owner] = { ...counts, [fate]: counts[fate] + 1 }
    if (fate === 'kept' || fate === 'edited') standing += 1
  }
  return { contributions, person: added.filter(Boolean).length - standing }
}

type Fates = ReadonlyMap<number, { readonly proposal: Proposal; readonly fate: Fate }>

const fatesOf = (moment: Moment, staged: ReplayState, added: readonly boolean[]): Fates => {
  const fates = new Map<number, { proposal: Proposal; fate: Fate }>()
  const inWork = standingIn(byPerson(moment.state, moment.work).lines)
  // A file whose change is not committed takes nothing with it, not even its deletions.
  const uncommitted = moment.staged === moment.parent && moment.work !== moment.staged
  for (const proposal of proposals(moment.state)) {
    fates.set(proposal.id, { proposal, fate: uncommitted || inWork.has(proposal.id) ? 'pending' : 'dropped' })
  }
  staged.lines.forEach(({ proposal, edited }, at) => {
    if (proposal === undefined) return
    if (added[at]) fates.set(proposal.id, { proposal, fate: edited ? 'edited' : 'kept' })
    else if (!edited) fates.delete(proposal.id)
  })
  return fates
}

/** What the agents proposed and did not take back: standing, or taken away by a person. */
const proposals = (state: ReplayState): readonly Proposal[] => [
  ...state.lines.flatMap(({ proposal }) => proposal ?? []),
  ...state.removed.flatMap(({ proposal, by }) => (by === 'person' ? proposal : [])),
]

const standingIn = (lines: readonly Line[]): ReadonlySet<number> =>
  new Set(lines.flatMap(({ proposal }) => proposal?.id ?? []))

/**
 * Which staged lines the diff from the parent adds. Lines that are nobody's proposal are matched with the parent first,
 * so that of two equal lines the agent's is the added one; then what is left between them.
 */
const addedLines = (staged: readonly Line[], parent: string | null): boolean[] => {
  const old = linesOf(parent).map(bare)
  const added = staged.map(() => true)
  const own = staged.flatMap(({ proposal }, at) => (proposal === undefined ? [at] : []))
  const anchors: (readonly [number, number])[] = []
  for (const stretch of align(
    old,
    own.map((at) => bare(staged[at]?.text ?? '')),
  )) {
    for (let step = 0; stretch.same && step < stretch.oldEnd - stretch.oldStart; step += 1) {
      anchors.push([stretch.oldStart + step, own[stretch.newStart + step] ?? 0])
    }
  }
  let [oldFrom, newFrom] = [0, 0]
  for (const [oldAt, newAt] of [...anchors, [old.length, staged.length] as const]) {
    matchBetween(old.slice(oldFrom, oldAt), staged.slice(newFrom, newAt), newFrom, added)
    if (newAt < staged.length) added[newAt] = false
    oldFrom = oldAt + 1
    newFrom = newAt + 1
  }
  return added
}

const matchBetween = (old: readonly string[], staged: readonly Line[], offset: number, added: boolean[]): void => {
  if (old.length === 0 || staged.length === 0) return
  for (const stretch of align(
    old,
    staged.map((line) => bare(line.text)),
  )) {
    if (stretch.same) for (let at = stretch.newStart; at < stretch.newEnd; at += 1) added[offset + at] = false
  }
}

/** As many removed lines as are carried on, so that one put back later is still known. */
const maxCarried = 500

/**
 * The state that the next commit's replay starts from: the work tree's text, in which only lines that this commit did not
 * take are still proposals. Null where nothing is pending: the next commit then starts from its parent.
 */
export const carry = (moment: Moment): ReplayState | null => {
  const now = byPerson(moment.state, moment.work)
  if (moment.staged === moment.parent && moment.work !== moment.staged) return hasProposals(now) ? now : null
  const staged = byPerson(moment.state, moment.staged)
  const taken = standingIn(staged.lines)
  const lines = now.lines.map(
    (line): Line => (line.proposal !== undefined && taken.has(line.proposal.id) ? { text: line.text } : line),
  )
  if (!lines.some((line) => line.proposal !== undefined)) return null
  const removed = now.removed.slice(-maxCarried).map((one) => ({ ...one, by: 'agent' as const }))
  return { lines, removed, next: now.next }
}

const hasProposals = (state: ReplayState) => proposals(state).length > 0
