import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Flow } from '../../core/commit/flow.js'
import { type Assembled, type Author, assemble, overlaid } from '../../core/edits/assemble.js'
import type { AgentEvent } from '../../core/edits/event.js'
import { openEdits } from '../../core/edits/open-edit.js'
import type { Session } from '../../core/edits/session.js'
import type { Plan } from '../../core/record/plan-record.js'
import { recordLines } from '../../core/trailer/parse.js'
import { emptyTrees } from '../../git/empty-tree.js'
import { isMerging, isReverting, nameBeforeRebase } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import { hasMoved } from '../../git/undone.js'
import { type Declaration, standing } from '../../store/declared.js'
import { type Kept, readCarry, readCommitKept, readCommitTrailers } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { hasMissed, isObserving, missedFile } from '../../store/missed.js'
import { readSessions } from '../../store/sessions.js'
import { readSettings, type Settings } from '../../store/settings.js'
import { filesOf, readSpool, type Spool } from '../../store/spool.js'
import { transcriptResolver } from '../agents/events.js'
import { eventsOf } from '../agents/observed-event.js'
import { editsToKeep, takesOpenEdit } from '../agents/open-edits.js'
import { looksToKeep, mayHoldUntold } from '../agents/open-looks.js'
import { withSessionsElsewhere } from '../agents/sessions-elsewhere.js'
import { withStoredModels } from '../agents/stored-models.js'
import { declaredFor, type Lapsed } from './declared.js'
import { bringsFromElsewhere } from './elsewhere.js'
import { committedTexts } from './files-around.js'
import { keptForAmend, takenUp } from './kept-for-amend.js'
import { type Measured, planAround } from './plan-around.js'
import { type Brought, broughtBefore, broughtBy } from './sources.js'
import { unclearIn } from './unclear.js'

/** Everything that the next commit's record is made from. */
export type Gathered = {
  readonly location: Location
  readonly flow: Flow
  readonly settings: Settings
  readonly base: string | null
  /** The patch-id of what is staged against the base. Throws GIT_FAILED. */
  readonly stagedIs: () => string
  /** The message of the commit being amended, else null. */
  readonly amended: string | null
  /** Whether this clone made the record of the commit being amended. */
  readonly knownAmend: boolean
  readonly kept: Kept
  readonly assembled: Assembled
  readonly sessions: ReadonlyMap<string, Session>
  readonly declared: readonly Declaration[]
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
export const gather = (location: Location, { flow, now, beside = [], live }: GatherOptions): Gathered => {
  const heard = hear(location, now, beside)
  const { spool, assembled, sessions } = heard
  const declared = declaredFor(location, flow === 'amend')
  const amended = flow === 'amend' ? readAmended(location) : null
  const carried = readCarry(location)
  const kept = amended === null ? carried : keptForAmend(amended.kept, carried)
  const settings = readSettings(location)
  const measured = planAround(location, amended === null ? 'HEAD' : 'HEAD^', { ...assembled, kept }, settings)
  const { base, plan, stagedIs, hashLength } = measured
  const against = base ?? emptyTrees[hashLength]
  const unclear = unclearIn(location, against, spool)
  const waiting = new Set([...looksToKeep(spool, now), ...editsToKeep(heard.open, now), ...unclear.waiting])
  const missed = assembled.astray || unclear.isTaken || hasGaps(location, heard)
  const comes = broughtHere(location, { kept, amended, measured })
  const isBack = isReverting(location.gitDir) || amended?.isRevert === true
  const brought = isBack ? { ...comes, uncertain: true, untold: true } : comes
  return {
    location,
    flow,
    settings,
    base,
    kept,
    assembled,
    sessions,
    plan,
    stagedIs,
    missed,
    brought,
    authors: authorsOf([new Map(Object.entries(kept.authors)), takenUp(carried, plan), assembled.authors], settings),
    amended: amended?.message ?? null,
    knownAmend: amended?.isKnown === true,
    declared: standing([...(flow === 'amend' ? kept.declared : []), ...declared.standing]),
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

/** What agents reported: as it lies in the spool, as events, and as the edits that these come to with the ones from `beside`. */
const hear = (location: Location, now: number, beside: readonly AgentEvent[]) => {
  const spool = readSpool(location, now)
  const told = spool.entries.map((entry) => ({ name: entry.name, events: eventsOf(location, entry) }))
  const own = told.flatMap((entry) => entry.events)
  const { events, sessions } = withSessionsElsewhere(location, {
    events: [...own, ...beside],
    sessions: readSessions(location),
  })
  const assembled = assemble(withStoredModels(location, events), {
    sessions,
    resolve: transcriptResolver(),
    committed: (paths) => committedTexts(location, paths),
  })
  return { spool, own, open: openEdits(told), assembled, sessions }
}

type Heard = ReturnType<typeof hear>

/** What other commits bring into this one; one that is amended has brought some already. */
const broughtHere = (
  location: Location,
  { kept, amended, measured }: { readonly kept: Kept; readonly amended: Amended | null; readonly measured: Measured },
): Brought => {
  const written = new Map([...measured.edits].map(([path, [first]]) => [path, first?.before] as const))
  const { stagedIs } = measured
  if (amended !== null) {
    const comes = broughtBy(location, { paths: new Set(written.keys()), written }, stagedIs)
    return broughtBefore(location, amended.kept?.brought ?? [], comes)
  }
  const paths = new Set([...Object.keys(kept.files), ...Object.keys(kept.touched), ...written.keys()])
  return broughtBy(location, { paths, written }, stagedIs)
}

/** What goes once the commit exists: its events but for those that still wait, torn ones too, and that some could not be stored. */
const consumedOf = (location: Location, { entries, torn }: Spool, waiting: ReadonlySet<string>): readonly string[] => [
  ...filesOf([...entries.map(({ name }) => name).filter((name) => !waiting.has(name)), ...torn]),
  ...(existsSync(join(location.state, missedFile)) ? [missedFile] : []),
]

/**
 * True where an agent did something that nobody knows: a report could not be stored or understood, or was forgotten by a purge.
 * Silence then says nothing. An edit that was begun and not ended is no gap for other files: nearly always a person did not allow it.
 */
const hasGaps = (location: Location, { spool, own }: Heard): boolean =>
  hasMissed(location) ||
  spool.unfinished ||
  spool.torn.length > 0 ||
  spool.closed.length > 0 ||
  own.some(({ kind, snapshots }) => kind === 'forgotten' || (kind === 'unread' && snapshots.length === 0))

/** True where the commit holds work that was not made here, or may: what a merge brings from the other side may be anybody's. */
const isFromElsewhere = (location: Location, base: string | null, brought: Brought): boolean =>
  isMerging(location.gitDir) || brought.uncertain || (base === null && hasMoved(location))

/** True where an agent may have had a part that it did not report. */
const mayHideAgent = (
  location: Location,
  { spool, open }: Heard,
  { against, now }: { readonly against: string; readonly now: number },
): boolean =>
  mayHoldUntold(location, spool) ||
  takesOpenEdit(location, against, open) ||
  bringsFromElsewhere(location, against, now)

type Amended = ReturnType<typeof readAmended>

/** What git writes into the message of a revert, in no other language (sequencer.c, git 2.39). */
const revertForm = /^This reverts commit [0-9a-f]{7,64}\b/m

/** The commit being amended, and what is known of it; `kept` is null where this clone did not make it. */
const readAmended = (location: Location) => {
  const [head] = readObjects(location.top, ['HEAD'])
  const text = head?.bytes.toString('utf8') ?? ''
  const message = text.slice(text.indexOf('\n\n') + 2)
  const known = head == null ? null : knownOf(location, head.oid)
  // A record that came with the message, as into a pick that a person finished, was not made here.
  const isKnown = known !== null && (known.trailers !== '' || recordLines(message) === '')
  // What a revert brought back may be anybody's.
  const isRevert = known === null && recordLines(message) === '' && revertForm.test(message)
  return { message, kept: known?.kept ?? null, isKnown, isRevert }
}

/** What is known of a commit under its name, or the one it had before the rebase that is under way. */
const knownOf = (location: Location, oid: string): { readonly kept: Kept; readonly trailers: string } | null => {
  for (const name of [oid, nameBeforeRebase(location.gitDir, oid)]) {
    const kept = name === null ? null : readCommitKept(location, name)
    if (name !== null && kept !== null) return { kept, trailers: readCommitTrailers(location, name) }
  }
  return null
}

type Authors = ReadonlyMap<string, Author>

/** Several lists of authors as one, what a later one says before the others; where prompts are off none is committed to, those seen before neither. */
const authorsOf = (several: readonly Authors[], { promptHash }: Settings): Authors => {
  const authors = several.reduce(joinAuthors)
  return promptHash === 'off' ? withoutPrompts(authors) : authors
}

const joinAuthors = (known: Authors, more: Authors): Authors => {
  const authors = new Map(known)
  for (const [key, author] of more) {
    const old = authors.get(key)
    authors.set(key, {
      ...author,
      toolVersion: author.toolVersion ?? old?.toolVersion ?? null,
      leaves: overlaid(old?.leaves ?? [], author.leaves),
    })
  }
  return authors
}

const withoutPrompts = (authors: Authors): Authors =>
  new Map([...authors].map(([key, author]) => [key, { ...author, leaves: [] }]))

/** The patch-id that binds the record to what is staged; null where git cannot tell, which costs the binding and not the commit. */
export const stagedChangeOf = (gathered: Gathered): string | null => {
  try {
    return gathered.stagedIs()
  } catch {
    return null
  }
}
