import type { Flow } from '../../core/commit/flow.js'
import type { Assembled, Author } from '../../core/edits/assemble.js'
import type { AgentEvent } from '../../core/edits/event.js'
import type { Session } from '../../core/edits/session.js'
import type { Plan } from '../../core/record/plan-record.js'
import { emptyTrees } from '../../git/empty-tree.js'
import { isMerging, isReverting } from '../../git/in-progress.js'
import { hasMoved } from '../../git/undone.js'
import { type Declaration, standing } from '../../store/declared.js'
import { type Kept, readCarry } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { isObserving } from '../../store/missed.js'
import { readSettings, type Settings } from '../../store/settings.js'
import { editsToKeep } from '../agents/open-edits.js'
import { looksToKeep } from '../agents/open-looks.js'
import { type Amended, readAmended } from './amended.js'
import { authorsOf } from './authors.js'
import { type Brought, broughtBefore, broughtBy } from './brought.js'
import { declaredFor, type Lapsed } from './declared.js'
import { consumedOf, hasGaps, hear, mayHideAgent } from './heard.js'
import { keptForAmend, takenUp } from './kept-for-amend.js'
import { type Measured, planAround } from './plan-around.js'
import { unclearIn } from './unclear.js'

/** Everything that the next commit's record is made from. */
export type Gathered = {
  readonly location: Location
  readonly flow: Flow
  readonly settings: Settings
  readonly base: string | null
  /** The patch-id of what is staged against the base. Throws GIT_FAILED. */
  readonly stagedChange: () => string
  /** The message of the commit being amended, else null. */
  readonly amended: string | null
  /** Whether this clone made the record of the commit being amended. */
  readonly knownAmend: boolean
  readonly kept: Kept
  readonly assembled: Assembled
  readonly sessions: ReadonlyMap<string, Session>
  readonly declared: readonly Declaration[]
  /** Of that, what was declared since the last commit, or amend. */
  readonly declaredNow: readonly Declaration[]
  /** What was declared for a commit that was made without it. */
  readonly lapsed: readonly Lapsed[]
  readonly plan: Plan
  readonly authors: ReadonlyMap<string, Author>
  /** How many events wait. */
  readonly events: number
  /** What goes once the commit exists, as paths from the state folder. */
  readonly consumed: readonly string[]
  readonly torn: readonly string[]
  /** Events that another user closed to this one. */
  readonly closed: readonly string[]
  /** Something that an agent did is not known: then nobody says that none took part. */
  readonly missed: boolean
  readonly observing: boolean
  readonly brought: Brought
}

/** What is asked for: the record of which commit, when, and with which events beside those that wait. */
export type GatherOptions = {
  readonly flow: Flow
  readonly now: number
  readonly beside?: readonly AgentEvent[]
  /** Whether the agents' hooks are live; null where that is not known. */
  readonly live: boolean | null
}

/** Reads what agents reported and what is staged, and measures one against the other. Changes nothing. */
export const gather = (location: Location, options: GatherOptions): Gathered => {
  const { flow, now, live } = options
  const { heard, amended, carried, kept, settings, measured } = measure(location, options)
  const { spool, assembled, sessions } = heard
  const { base, plan, stagedChange, hashLength } = measured
  const declared = declaredFor(location, flow === 'amend')
  const against = base ?? emptyTrees[hashLength]
  const unclear = unclearIn(location, against, spool)
  const waiting = new Set([...looksToKeep(spool, now), ...editsToKeep(heard.open, now), ...unclear.waiting])
  const missed = assembled.astray || unclear.isTaken || hasGaps(location, heard)
  const brought = broughtHere(location, { kept, amended, measured })
  return {
    location,
    flow,
    settings,
    base,
    kept,
    assembled,
    sessions,
    plan,
    stagedChange,
    missed,
    brought,
    authors: authorsOf([new Map(Object.entries(kept.authors)), takenUp(carried, plan), assembled.authors], settings),
    amended: amended?.message ?? null,
    knownAmend: amended?.isKnown === true,
    declared: standing([...(flow === 'amend' ? kept.declared : []), ...declared.standing]),
    declaredNow: declared.standing,
    lapsed: declared.lapsed,
    events: spool.entries.length,
    consumed: [...consumedOf(location, spool, waiting), ...declared.files],
    torn: spool.torn,
    closed: spool.closed,
    observing:
      !missed &&
      isObserving(location, live) &&
      !isFromElsewhere(location, base, brought) &&
      // Where an agent's part is measured nobody asks.
      (plan.counts.size > 0 || !mayHideAgent(location, heard, { against, now })),
  }
}

/** What agents reported, with what is known from before, measured in what is staged. */
const measure = (location: Location, { flow, now, beside = [] }: GatherOptions) => {
  const heard = hear(location, now, beside)
  const amended = flow === 'amend' ? readAmended(location) : null
  const carried = readCarry(location)
  const kept = amended === null ? carried : keptForAmend(amended.kept, carried)
  const settings = readSettings(location)
  const baseName = amended === null ? 'HEAD' : 'HEAD^'
  const measured = planAround(location, baseName, { ...heard.assembled, kept }, settings)
  return { heard, amended, carried, kept, settings, measured }
}

type Known = { readonly kept: Kept; readonly amended: Amended | null; readonly measured: Measured }

/** What other commits bring into this one; what a revert brings back may be anybody's. */
const broughtHere = (location: Location, known: Known): Brought => {
  const brought = laidOutHere(location, known)
  const isBack = isReverting(location.gitDir) || known.amended?.isRevert === true
  return isBack ? { ...brought, uncertain: true, untold: true } : brought
}

/** A commit that is amended has brought some already. */
const laidOutHere = (location: Location, { kept, amended, measured }: Known): Brought => {
  const { edits, stagedChange } = measured
  const written = new Map([...edits].map(([path, [first]]) => [path, first?.before] as const))
  if (amended !== null) {
    const comes = broughtBy(location, { paths: new Set(written.keys()), written }, stagedChange)
    return broughtBefore(location, amended.kept?.brought ?? [], comes)
  }
  const paths = new Set([...Object.keys(kept.files), ...Object.keys(kept.touched), ...written.keys()])
  return broughtBy(location, { paths, written }, stagedChange)
}

/** True where the commit holds work that was not made here, or may: what a merge brings from the other side may be anybody's. */
const isFromElsewhere = (location: Location, base: string | null, brought: Brought): boolean =>
  isMerging(location.gitDir) || brought.uncertain || (base === null && hasMoved(location))

/** The patch-id that binds the record to what is staged; null where git cannot tell, which costs the binding and not the commit. */
export const stagedChangeOf = (gathered: Gathered): string | null => {
  try {
    return gathered.stagedChange()
  } catch {
    return null
  }
}
