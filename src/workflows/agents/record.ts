import { isAbsolute } from 'node:path'
import { type Answer, answerTo, guardAnswer } from '../../agents/answer.js'
import { agents } from '../../agents/index.js'
import { type JsonObject, parsePayload, text } from '../../agents/payload.js'
import { withAnnounced } from '../../core/edits/announced-edit.js'
import { type Observation, unreadEvent } from '../../core/edits/event.js'
import type { Environment } from '../../core/environment.js'
import { guardSentence } from '../../core/prompt-guard.js'
import { type Location, locate } from '../../store/location.js'
import { logProblem } from '../../store/log.js'
import { appendEvent } from '../../store/spool.js'
import { pruneEvents } from '../install/purge.js'
import { type EditedTree, editedTrees } from './edited-trees.js'
import { transcriptResolver } from './events.js'
import { guardPrompt } from './guard-prompt.js'
import { nameLooks } from './nameless-looks.js'
import { observe } from './observe.js'
import { eventOf, snapshotOf } from './observed-event.js'
import { isOwnPlace, ownPlace } from './own-place.js'
import { promptLeaf } from './prompt-leaf.js'
import { storeLook, storeShellAfter } from './record-shell.js'
import { placesNamed } from './shell-places.js'
import { storeUnnamedEdit } from './unnamed-edit.js'

/** The moment and the place of a report. */
export type Reporting = {
  readonly agent: string
  readonly env: Environment
  readonly cwd: string
  readonly now: number
  readonly random: () => Buffer
}

export type RecordInput = Reporting & { readonly payload: Buffer }

/**
 * Understands one payload and stores what it reports, for each work tree it concerns; a prompt that the guard held was
 * never sent, and leaves nothing. Returns what the caller must hear. Throws for what cannot be understood; nothing is then
 * stored but that an agent spoke.
 */
export const record = (input: RecordInput): Answer => {
  const observation = understood(input)
  const payload = parsePayload(input.payload)
  const isSaid = observation.kind === 'prompt' && text(observation.prompt) !== null
  const held = isSaid ? guarded(observation, { input, payload }) : null
  if (held?.blocked !== true) storeObservation(observation, input)
  return held?.answer ?? answerTo(payload, input.env)
}

const understood = (input: RecordInput): Observation => {
  try {
    return observe(input.agent, input.payload, input.env)
  } catch (cause) {
    const location = ownPlace(input.cwd)
    if (location !== null) appendEvent(location, unreadEvent(input.now))
    throw cause
  }
}

type Asked = { readonly input: RecordInput; readonly payload: JsonObject }

/** What the guard makes of a prompt. An agent that cannot hold one has sent it; doctor tells of that. */
const guarded = (observation: Observation, { input, payload }: Asked): { answer: Answer; blocked: boolean } | null => {
  const location = ownPlace(folderOf(observation, input))
  if (location === null) return null
  const guard = guardPrompt(location, observation.prompt ?? '', input.now)
  if (guard === null) return null
  const blocked = guard.action === 'block'
  const sentence = guardSentence(guard.found, blocked)
  const answer = guardAnswer(observation.tool, payload, { action: guard.action, sentence })
  if (answer !== null) return { answer, blocked }
  const what = `prompts.guard: ${observation.tool} has no way to ${blocked ? 'hold' : 'tell of'} a prompt; it was sent`
  logProblem(location, { at: new Date(input.now).toISOString(), where: 'record', what })
  return null
}

const folderOf = ({ cwd }: Observation, input: Reporting): string => (cwd !== null && isAbsolute(cwd) ? cwd : input.cwd)

/** Stores what was observed, for each work tree it concerns. */
export const storeObservation = (observation: Observation, input: Reporting): void => {
  const cwd = folderOf(observation, input)
  if (observation.kind === 'ignored') return
  if (observation.files.length > 0 && observation.kind.startsWith('edit')) {
    const { trees, isClear } = editedTrees(observation, foldersOf(observation.roots, cwd), input.env)
    for (const tree of trees) storeEdit(tree, { observation, input })
    if (!isClear && isLastWord(observation))
      for (const location of placesOf(observation, cwd)) appendEvent(location, unreadEvent(input.now))
    return
  }
  const places = placesOf(observation, cwd)
  if (observation.kind.startsWith('shell')) storeShell(places, observation, { input, cwd })
  else for (const location of places) storeSaid(location, observation, input)
}

/**
 * The work trees that a report concerns which names no file: that of its folder; what was asked or written in a window of
 * several folders, and what a command did of whose begin nobody told, may be of any of them.
 */
const placesOf = ({ kind, tool, roots }: Observation, cwd: string): readonly Location[] => {
  const isTied = kind.startsWith('shell') && agents[tool]?.looksAtPrompt !== true
  const folders = isTied ? [cwd] : foldersOf(roots, cwd)
  const places = folders.flatMap((folder) => locate(folder) ?? [])
  return [...new Map(places.map((place) => [place.state, place])).values()].filter(isOwnPlace)
}

const foldersOf = (roots: Observation['roots'] = [], cwd: string): readonly string[] => [
  ...new Set([cwd, ...roots.filter((root) => isAbsolute(root)).slice(0, maxRoots)]),
]

/** Nothing more is told of an edit. */
const isLastWord = ({ kind, tool }: Observation): boolean =>
  kind === 'edit-after' || agents[tool]?.reportsBeforeOnly === true

/** As many folders of one window are looked at. */
const maxRoots = 50

const storeSaid = (location: Location, observation: Observation, input: Reporting): void => {
  if (observation.kind === 'edit-after') storeUnnamedEdit(location, observation, input)
  else if (!observation.kind.startsWith('edit')) {
    pruneEvents(location, input.now)
    const prompt =
      observation.kind === 'prompt' ? committedTo(location, observation, input) : { leaf: null, fault: null }
    appendEvent(location, { ...eventOf(observation, input.now), leaf: prompt.leaf, model: modelOf(observation, input) })
    if (observation.kind === 'prompt' && agents[observation.tool]?.looksAtPrompt)
      storeLook(location, observation, input)
    if (prompt.fault !== null) throw prompt.fault
  }
}

/**
 * The commitment to a prompt; without one the prompt is told of all the same, so that no other passes for it: there are none
 * to an image alone, nor where a build reports that a prompt was given, and not which.
 */
const committedTo = (location: Location, { prompt }: Observation, { random }: Reporting) => {
  try {
    return { leaf: prompt ? promptLeaf(location, prompt, { random, keep: true }) : null, fault: null }
  } catch (cause) {
    return { leaf: null, fault: cause instanceof Error ? cause : new Error(String(cause)) }
  }
}

/** The model that a prompt is given to, where later nobody could tell. */
const modelOf = ({ kind, model, ...observation }: Observation, { env, now }: Reporting): string | null =>
  model !== null || kind !== 'prompt' || agents[observation.tool]?.logsNow !== true
    ? model
    : transcriptResolver(env['HOME'], env)({ ...observation, at: now }).model

type Given = { readonly input: Reporting; readonly cwd: string }

/** A command writes where it is given, and where it names a folder. Where nothing is reported before one, nobody knows what it did elsewhere. */
const storeShell = (places: readonly Location[], observation: Observation, { input, cwd }: Given): void => {
  const tell = observation.kind === 'shell-after' ? storeShellAfter : storeLook
  for (const place of places) tell(place, observation, input)
  const known = new Set(places.map(({ state }) => state))
  const looks = agents[observation.tool]?.looksAtPrompt === true
  for (const place of placesNamed(observation.command ?? '', cwd, input.env['HOME'])) {
    if (known.has(place.state)) continue
    if (!looks) tell(place, observation, input)
    else if (observation.kind === 'shell-after') appendEvent(place, unreadEvent(input.now))
  }
}

type EditWork = { readonly observation: Observation; readonly input: Reporting }

const storeEdit = ({ location, files }: EditedTree, { observation, input }: EditWork): void => {
  const snapshots = [...new Set(files.map(({ path }) => path))].map((path) => snapshotOf(location, path))
  const event = { ...eventOf(observation, input.now), files, snapshots }
  nameLooks(location, event, input.agent)
  for (const one of withAnnounced(event, agents[event.tool]?.reportsBeforeOnly === true)) appendEvent(location, one)
}
