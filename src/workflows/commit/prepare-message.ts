import { readFileSync } from 'node:fs'
import type { Flow } from '../../core/commit/flow.js'
import { withoutRecord } from '../../core/commit/message.js'
import type { Environment } from '../../core/environment.js'
import { decideRecord } from '../../core/record/decide-record.js'
import { isPlainHash, plainHashWarning } from '../../core/record/prompt-commitment.js'
import type { CommitRecord, Contribution } from '../../core/record/record.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import { isRecordKey, maxValueBytes, type Trailer } from '../../core/trailer/keys.js'
import { parseTrailers, recordLines, trailerLines } from '../../core/trailer/parse.js'
import { fillTemplates } from '../../core/trailer/template.js'
import { isCopying, isPicking, isRebasing } from '../../git/in-progress.js'
import { addTrailers, commentCharacter, isEdited, isUtf8Message } from '../../git/message.js'
import { dropPrepared, pruneCommits, writePrepared } from '../../store/kept.js'
import { pruneLeftovers } from '../../store/leftovers.js'
import { readLive } from '../../store/live.js'
import type { Location } from '../../store/location.js'
import { logProblem } from '../../store/log.js'
import { writeSessions } from '../../store/sessions.js'
import { pruneSpool } from '../../store/spool.js'
import { commandSoFar, storeSoFar } from '../agents/record-shell.js'
import { runningAgents } from '../agents/running-agents.js'
import { retention } from '../install/purge.js'
import { marksInMessage } from '../message-marks.js'
import { lapsedText } from './declared.js'
import { forgetGone } from './elsewhere.js'
import { finishCommit } from './finish-commit.js'
import { type Gathered, gather, stagedChangeOf } from './gather.js'
import { writeMessage } from './message-file.js'
import { noneInHead } from './none-in-head.js'
import { struckText, withOwnWords } from './own-words.js'
import { strikePickedNone } from './picked-none.js'
import { soundRecord } from './sound-record.js'
import { changeOfRecord, inheritedIn, type Uncounted, uncountedFor } from './uncounted.js'
import { unwrittenModels } from './unwritten-models.js'

export type PrepareInput = {
  readonly location: Location
  readonly messageFile: string
  readonly flow: Flow
  readonly env: Environment
  readonly now: number
  /** True where nobody says whether HEAD is amended: then that no agent was seen must hold of it as well. */
  readonly mayAmend?: boolean
  /** Says a sentence to the person who commits. */
  readonly tell: (sentence: string) => void
}

/** Where an editor opens on an empty or untouched message, writing into it would spoil git's own abort; commit-msg writes then. */
const later: ReadonlySet<Flow> = new Set(['editor', 'template'])

/** Where the message stands already, a person's or another commit's. */
const standing: ReadonlySet<Flow> = new Set(['message', 'commit'])

/**
 * prepare-commit-msg: decides the record of the commit in progress, writes it where the message stands already,
 * and keeps what post-commit and a later amend need. Returns the record, or null where nothing is said.
 */
export const prepareMessage = (input: PrepareInput): CommitRecord | null => {
  const { location, flow } = input
  finishCommit(location)
  const soFar = commandSoFar(location, input.env, input)
  if (soFar !== null) storeSoFar(location, soFar)
  const isStruck = flow === 'message' && isCopying(location.gitDir) && strikePickedNone(input)
  const mayBeNone = !isStruck && (input.mayAmend !== true || noneInHead(location))
  const live = mayBeNone && readLive(location, input.env['HOME'] ?? '')
  const heard = gather(location, { ...input, live })
  const message = standing.has(flow) ? readFileSync(input.messageFile, 'utf8') : ''
  const { gathered, record, uncounted, struck } = withOwnWords(heard, input, (known) =>
    decide(known, input.env, message),
  )
  const recorded = record === null ? [] : composeTrailers(record)
  const own = fillTemplates(gathered.settings, record?.contributions ?? [])
  const trailers = [...own.trailers, ...recorded]
  dropPrepared(location)
  const written = later.has(flow) ? null : withRecord(input, trailers)
  forgetOld(location, input.now)
  keep(gathered, { recorded, trailers, message: written, uncounted: uncountedFor(gathered, record, uncounted) })
  // Last of all: what fails before leaves the message as it was.
  if (written !== null) writeMessage(input.messageFile, written)
  if (struck) input.tell(struckText)
  if (gathered.closed.length > 0)
    input.tell('what an agent reported is closed to you, so this commit does not tell of it; see: provenance doctor')
  if (
    gathered.settings.promptHash === 'plain' &&
    record?.contributions.some(({ promptHash }) => isPlainHash(promptHash))
  )
    input.tell(plainHashWarning)
  for (const { key, value } of own.refused)
    input.tell(`${key} is left out: ${refusal(value)}; see trailers in .provenancerc`)
  for (const what of record === null ? [] : unwrittenModels(gathered, record))
    logProblem(location, { at: new Date(input.now).toISOString(), where: 'prepare-commit-msg', what })
  for (const one of gathered.lapsed) input.tell(`${lapsedText(one)}, and is forgotten`)
  return record
}

const refusal = (value: string): string =>
  `expected one line of at most ${maxValueBytes} bytes, got ${Buffer.byteLength(value)} bytes`

/** The message with the trailers in it, null where it is empty, or git will leave nothing of it (hooks/parts/flow.sh). */
const withRecord = (
  { location, messageFile, flow, env }: PrepareInput,
  trailers: readonly Trailer[],
): Buffer | null => {
  const message = readFileSync(messageFile)
  // Empty it stays: with --cleanup=verbatim git would take what we write for a message.
  if (message.length === 0 || env['PROVENANCE_WROTE'] === 'empty') return null
  const commentChar = commentCharacter(location.top, message.toString('latin1'), isEdited(env))
  return rewrite(message, { trailers, flow, commentChar })
}

/** The record for what was gathered and a message that stands already, bound to what is staged. Changes nothing. */
export const recordOf = (gathered: Gathered, env: Environment): CommitRecord | null => decide(gathered, env, '').record

export type Decision = { readonly record: CommitRecord | null; readonly uncounted: Uncounted }

/** That record, and what of it nobody could count anew. */
const decide = (gathered: Gathered, env: Environment, message: string): Decision => {
  const { declared, flow } = gathered
  const amended = gathered.amended === null ? null : soundRecord(gathered.amended)
  const wasNone = gathered.brought.uncertain ? null : noneBefore(gathered, amended)
  const running = runningAgents(env)
  const uncounted: Uncounted = {
    inherited: inheritedIn(gathered, amended, running),
    brought: [...broughtInto(gathered), ...recordInRebase(gathered, message), ...recordCopied(gathered, message)],
  }
  const decided = decideRecord({
    isUtf8: () => isUtf8Message(gathered.location.top),
    counts: gathered.plan.counts,
    authors: gathered.authors,
    declared: declared.flatMap((one) => (one.none ? [] : [one])),
    declaredNone: declared.some((one) => one.none),
    running,
    ...uncounted,
    noneBefore: wasNone,
    observing:
      gathered.observing &&
      gathered.settings.noneRecord &&
      !['amend', 'merge', 'squash', 'copied'].includes(flow) &&
      !isCopying(gathered.location.gitDir),
  })
  if (decided === null) return { record: null, uncounted }
  if (decided.none?.basis !== 'observed') {
    const change = changeOfRecord(gathered, amended, uncounted)
    return { record: { ...decided, change, ...saidOfChange(change, amended ?? soundRecord(message)) }, uncounted }
  }
  // The message itself may say that an AI took part, of a tool whose hooks never speak.
  const isSaid = saysAi(message) || (!isCopy(flow, message) && holdsRecord(message))
  return { record: isSaid ? null : { ...decided, change: null }, uncounted }
}

/** The parameters of a binding that stays what it was. */
const saidOfChange = (change: string | null, before: CommitRecord | null): Pick<CommitRecord, 'changeParameters'> =>
  change === null || before?.change !== change || before.changeParameters === undefined
    ? {}
    : { changeParameters: before.changeParameters }

/** What a commit said of no AI, for its amend: that none was seen holds no longer where something was missed since. */
const noneBefore = ({ missed }: Gathered, amended: CommitRecord | null): CommitRecord['none'] =>
  missed && amended?.none?.basis === 'observed' ? null : (amended?.none ?? null)

/** True where git reads a line of a record in a message. */
export const holdsRecord = (message: string): boolean => parseTrailers(message).some(({ key }) => isRecordKey(key))

/** What may be in a commit is named beside what was measured in it; alone it claims nothing. */
const broughtInto = ({ brought, plan }: Gathered): readonly Contribution[] =>
  plan.counts.size > 0 ? [...brought.contributions, ...brought.perhaps] : brought.contributions

/** True where a message is another commit's: `commit -C`, or the new words of an `amend!` commit (git-commit(1), --fixup). */
const isCopy = (flow: Flow, message: string): boolean => flow === 'commit' || message.startsWith('amend! ')

/** A record copied with its message belongs here where it is bound to what is staged. */
const recordCopied = (gathered: Gathered, message: string): readonly Contribution[] => {
  const { flow, plan, brought } = gathered
  if (flow !== 'commit' || plan.counts.size > 0 || brought.contributions.length > 0) return []
  const record = soundRecord(message)
  return record !== null && record.change !== null && record.change === stagedChangeOf(gathered)
    ? record.contributions
    : []
}

/** A conflict that an agent resolved in a rebase or cherry-pick: what the commit had before is still part of it. */
const recordInRebase = ({ location, flow, plan }: Gathered, message: string): readonly Contribution[] =>
  flow === 'message' && plan.counts.size > 0 && (isRebasing(location.gitDir) || isPicking(location.gitDir))
    ? (soundRecord(message)?.contributions ?? [])
    : []

/** True where a message holds the mark of an AI tool. */
export const saysAi = (message: string): boolean => marksInMessage(message).some(({ ai }) => ai)

type Rewrite = { readonly trailers: readonly Trailer[]; readonly flow: Flow; readonly commentChar: string }

/** The message with its record replaced; a copied message (`commit -C`, amend) never keeps the record it came with. */
const rewrite = (message: Buffer, { trailers, flow, commentChar }: Rewrite): Buffer => {
  const text = message.toString('latin1')
  const stale = trailers.length > 0 || flow === 'amend' || isCopy(flow, text)
  const bare = stale ? Buffer.from(withoutRecord(text, commentChar), 'latin1') : message
  return trailers.length === 0 ? bare : addTrailers(bare, trailers, commentChar)
}

type Keeping = {
  readonly uncounted: ReturnType<typeof uncountedFor>
  readonly recorded: readonly Trailer[]
  readonly trailers: readonly Trailer[]
  readonly message: Buffer | null
}

/** Hands post-commit what it has to put in place once the commit exists. */
const keep = (gathered: Gathered, { recorded, trailers, message, uncounted }: Keeping): void => {
  const { location, plan, declared, consumed } = gathered
  const authors = Object.fromEntries(gathered.authors)
  const carriedTouched = Object.fromEntries(Object.entries(plan.stillTouched).filter(([, keys]) => keys.length > 0))
  const record = trailerLines(recorded)
  const events = consumed.filter((path) => path.startsWith('spool/'))
  writeSessions(location, gathered.assembled.sessions, events)
  writePrepared(location, {
    trailers: record,
    lines: trailerLines(trailers),
    kept: { version: 1, files: plan.states, authors, touched: plan.touched, declared, ...uncounted },
    carry: { version: 1, files: plan.carried, authors, touched: carriedTouched, declared: [] },
    consumed: ['carry.json', ...consumed],
    written: message !== null || trailers.length === 0,
    message: message !== null && recordLines(message.toString('utf8')) === record ? message : null,
  })
}

/** Nobody is still writing a draft of an hour ago, in milliseconds. */
const draftsKeptFor = 60 * 60 * 1000

/** Events that no commit took, and what was kept for amends, go in time; where they cannot, the commit does not wait for it. */
const forgetOld = (location: Location, now: number): void => {
  try {
    pruneSpool(location, now - retention)
    pruneCommits(location, now - retention)
    pruneLeftovers(location, now - draftsKeptFor)
    forgetGone(location, now)
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    logProblem(location, { at: new Date(now).toISOString(), where: 'prepare-commit-msg', what })
  }
}
