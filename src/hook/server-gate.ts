import './oldest-node.js'
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ProvenanceError } from '../core/errors.js'
import { type RefUpdate, updateOf } from '../core/push.js'
import { receiving } from '../git/read-only.js'
import { visible } from '../report/escape.js'
import { pushText } from '../report/push.js'
import { laidPolicy, laidSigners } from '../store/gate.js'
import { judgePush } from '../workflows/verify/judge-push.js'
import { readTrust } from '../workflows/verify/trust.js'
import { accepted, refused } from './exit-codes.js'
import { standardInput } from './standard-input.js'

/** Longer, and the push is refused: in seconds, unless the server's own environment says otherwise. */
const defaultTimeout = 60

/** What this thread is left to say itself that it took too long: milliseconds. */
const grace = 2_000

const timeout = (): number => {
  const asked = Number(process.env['PROVENANCE_GATE_TIMEOUT'])
  return 1000 * (asked > 0 ? Math.min(asked, 24 * 60 * 60) : defaultTimeout)
}

const refuse = (what: string, mend: string, who = 'administrator'): number => {
  const gitDir = resolve(process.env['GIT_DIR'] ?? '.')
  const sentence = visible(what.replaceAll(`${gitDir}/`, '')).slice(0, 400)
  process.stderr.write(`provenance: push refused: ${sentence}\n  ${who}: ${visible(mend)}\n`)
  return refused
}

/** What git says is pushed: lines on standard input for `pre-receive`, arguments `ref old new` for `update` (githooks(5)). Throws USAGE. */
const updatesOf = async (hook: string, args: readonly string[]): Promise<readonly RefUpdate[]> => {
  const rows =
    hook === 'update'
      ? [[args[1] ?? '', args[2] ?? '', args[0] ?? '']]
      : (await standardInput()).replace(/\n$/, '').split('\n').map(wordsOf)
  return rows.map((words) => {
    const update = updateOf(words)
    if (update !== null) return update
    throw new ProvenanceError('USAGE', `${hook}: expected "OLD NEW REF" from git, got ${JSON.stringify(words)}`)
  })
}

/** The name of a ref may be anything that git takes, so only the first two blanks part. */
const wordsOf = (line: string): readonly string[] => {
  const [, ...words] = /^(\S+) (\S+) (.+)$/.exec(line) ?? []
  return words
}

const mendOf = (error: ProvenanceError): string =>
  error.code === 'CONFIG_INVALID'
    ? 'lay a policy that can be read as provenance/policy in the repository’s git folder; it is taken before any other'
    : error.hint

const whoMends = ({ code }: ProvenanceError): string =>
  code === 'PUSHED_CONFIG_INVALID' ? 'in the clone that pushes, where the commit is to be mended' : 'administrator'

/** Judges the push that git tells of. Never throws: what keeps it from judging refuses. */
const main = async (hook: string, args: readonly string[]): Promise<number> => {
  try {
    const gitDir = resolve(process.env['GIT_DIR'] ?? '.')
    const named = process.env['PROVENANCE_POLICY'] ?? ''
    const signers = laidSigners(gitDir)
    const answers = await judgePush({
      repository: receiving(gitDir, process.env, timeout()),
      updates: await updatesOf(hook, args),
      policyFile: laidPolicy(gitDir) ?? (named === '' ? null : resolve(named)),
      trust: signers === null ? null : readTrust(signers, null),
      now: Math.floor(Date.now() / 1000),
      toolVersion: version,
    })
    process.stderr.write(pushText(answers))
    return answers.every(({ verdict }) => verdict === 'pass') ? accepted : refused
  } catch (cause) {
    if (cause instanceof ProvenanceError)
      return refuse(`${cause.message} [${cause.code}]`, mendOf(cause), whoMends(cause))
    return refuse(cause instanceof Error ? cause.message : String(cause), 'provenance doctor')
  }
}

/** Not in any ledger: an answer to a push is not kept. */
const version = 'gate'

const watchdog = setTimeout(() => {
  process.exit(refuse(`the judgement took longer than ${timeout() / 1000} seconds`, 'provenance doctor'))
}, timeout())
watchdog.unref()

/** A thread that never rests runs no timer of its own: should the judgement ever do that, another one ends the process. */
const kill = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), require('node:worker_threads').workerData)`
new Worker(kill, { eval: true, workerData: timeout() + grace }).unref()

const [hook = '', ...args] = process.argv.slice(2)
process.exitCode = await main(hook, args)
