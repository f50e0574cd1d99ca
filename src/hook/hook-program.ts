import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { byName } from '../core/by-name.js'
import { type Flow, flows } from '../core/commit/flow.js'
import { requireNamed } from '../git/named-folder.js'
import { markTold, markWritten, readPrepared } from '../store/kept.js'
import { readLive } from '../store/live.js'
import { type Location, locateInHook } from '../store/location.js'
import { logProblem } from '../store/log.js'
import { handOver } from '../store/owner.js'
import { requireRoom } from '../store/room.js'
import { settingsAreStale } from '../store/settings.js'
import { ownPlace } from '../workflows/agents/own-place.js'
import { joinMessage } from '../workflows/commit/join-message.js'
import { askedAnew } from '../workflows/commit/own-words.js'
import { bindPicked } from '../workflows/commit/picked-change.js'
import { strikePickedNone } from '../workflows/commit/picked-none.js'
import { prepareAnew } from '../workflows/commit/prepare-anew.js'
import { prepareMessage } from '../workflows/commit/prepare-message.js'
import { repairMessage, writeNone } from '../workflows/commit/repair-message.js'
import { failed, refused } from './exit-codes.js'
import { recordFromStdin } from './record-stdin.js'

/** A hook by what it ends with: 0 goes on, `refused` is the policy's no; nothing else may stop a commit. */
type Hook = (args: readonly string[]) => number | Promise<number>

const location = () => locateInHook(process.cwd(), process.env['GIT_DIR'])

const flowNow = (): Flow => {
  const flow = process.env['PROVENANCE_FLOW']
  return flows.find((known) => known === flow) ?? 'message'
}

/** Looks anew whether the agents' hooks are live, where what was found last may hold no longer; hooks/parts/none.sh reads it. */
const look: Hook = async () => {
  const here = location()
  if (readLive(here, process.env['HOME'] ?? '') === null) (await onDemand()).refreshLive(here, process.env)
  return 0
}

const prepare: Hook = async ([messageFile = '']) => {
  if (flowNow() === 'joined') {
    joinMessage(location(), messageFile)
    return 0
  }
  if (flowNow() === 'copied') {
    const asked = { location: location(), messageFile, env: process.env }
    if (!strikePickedNone(asked)) bindPicked(asked)
    return 0
  }
  await look([])
  prepareMessage({ location: location(), messageFile, flow: flowNow(), env: process.env, now: Date.now(), tell: warn })
  return 0
}

const check: Hook = async ([messageFile = '']) => {
  const here = location()
  if (process.env['PROVENANCE_ANEW'] === 'yes') {
    await look([])
    prepareAnew({ location: here, messageFile, env: process.env, now: Date.now(), tell: warn })
  }
  const asked = { location: here, messageFile, flow: flowNow(), env: process.env, now: Date.now(), tell: warn }
  const anew = askedAnew(asked, readPrepared(here))
  if (anew !== null) prepareMessage(anew)
  const prepared = readPrepared(here)
  // No agent was heard; only the message's own words are in question.
  if (prepared === null && process.env['PROVENANCE_QUIET'] === 'yes') {
    await look([])
    writeNone({ location: here, messageFile, env: process.env })
  }
  if (prepared === null || prepared.lines === '') return 0
  const repair = repairMessage({ location: here, messageFile, flow: flowNow(), env: process.env, prepared })
  if (repair === 'untouched') return 0
  markWritten(here)
  if (repair === 'not-parsed') warn('git does not read the record back from this message; see: provenance show')
  return 0
}

/** What is seldom needed, and large, stands in a file of its own: a commit must not wait for it. */
const onDemand = () => import('./on-demand.js')

const messageGate: Hook = async ([messageFile = '']) =>
  (await (await onDemand()).messageGate(location(), messageFile, flowNow())) ? 0 : refused

const pushGate: Hook = async ([remote = '', url = '']) =>
  (await (await onDemand()).pushGate(location(), { remote, url })) ? 0 : refused

/** Each hook that needs node, by git's name for it, and the gates by ours. */
const hooks: Readonly<Record<string, Hook>> = byName({
  'prepare-commit-msg': prepare,
  'commit-msg': check,
  'look-at-agents': look,
  'judge-message': messageGate,
  'judge-push': pushGate,
})

const warn = (sentence: string) => {
  process.stderr.write(`provenance: ${sentence}\n`)
}

/** Brings the settings up to date with the configuration; one that is broken is told, once for a commit, and the old settings stand. */
const settle = async (here: Location, asked = false): Promise<void> => {
  if (!asked && !settingsAreStale(here)) return
  try {
    await (await onDemand()).takeSettings(here)
  } catch (cause) {
    if (process.env['PROVENANCE_TOLD'] === 'yes') return
    warn(`${cause instanceof Error ? cause.message : String(cause)}; see: provenance doctor`)
    markTold(here)
  }
}

/** Runs the hook of that name. Never throws: our own failure is logged, told in one line, and lets the commit through. */
const runHook = async (name: string, args: readonly string[]): Promise<number> => {
  try {
    requireNamed(process.cwd())
    if (name === 'prepare-commit-msg' || process.env['PROVENANCE_ANEW'] === 'yes') requireRoom(location().state, 0)
    await settle(location(), name === 'settle')
    const ended = (await hooks[name]?.(args)) ?? 0
    handOver(location())
    return ended
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    // Where node names another folder than this one, nothing must be made there.
    if (existsSync(process.cwd())) logProblem(location(), { at: new Date().toISOString(), where: name, what })
    const without = name.startsWith('judge-') ? 'unjudged; the server judges it' : 'without a record'
    warn(
      `${what}; ${name === 'judge-push' ? 'the push' : 'the commit'} goes through ${without} (see: provenance doctor)`,
    )
    return failed
  }
}

/** The program, by the words of the command line: a hook's name and arguments, an agent's report, or a clone that is to be made ready. */
const main = async (): Promise<void> => {
  const [name = '', ...args] = process.argv.slice(2)
  if (name === 'set-up') {
    await (await onDemand()).setUp(location(), args[0] === 'live')
  } else if (name === 'record') {
    // It ends with an error then, by which hooks/record.sh knows that something was missed.
    requireNamed(process.cwd())
    const here = ownPlace(process.cwd())
    if (here !== null) await settle(here)
    const { stdout, stderr, status } = await recordFromStdin({
      agent: args[0] ?? '',
      env: process.env,
      cwd: process.cwd(),
      now: Date.now(),
      random: () => randomBytes(32),
    })
    if (here !== null) handOver(here)
    process.stdout.write(stdout + stderr)
    // Told apart from any failure of node's own by hooks/record.sh, which hands it on.
    if (status !== 0) process.exitCode = 100 + status
  } else {
    process.exitCode = await runHook(name, args)
  }
}

// Bundled as CommonJS, which has no await at its top.
void main()
