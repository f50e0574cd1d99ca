import { resolve } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { afterAll } from 'vitest'
import type { Ran, RunOptions } from './workbench.js'

const here = import.meta.dirname
const signal = new Int32Array(new SharedArrayBuffer(4))
let thread: Worker | undefined

const startThread = (): Worker => {
  const workerData = { signal, program: resolve(here, '../../dist/cli.mjs') }
  const started = new Worker(resolve(here, 'in-process.mjs'), { workerData })
  started.unref()
  return started
}

afterAll(async () => {
  await thread?.terminate()
  thread = undefined
})

/** Commands that speak through the streams of their process, or change its folder. */
const own = ['acp', 'demo', 'hook']

/** What a process takes from its environment before any program runs. */
const early = ['TZ', 'LANG', 'LC_ALL', 'NODE_OPTIONS']

/** True where these words, in that environment, need no process of their own; of standard input only `record`'s is handed on. */
export const needsNoProcess = ([command = '']: readonly string[], { input, env = {} }: RunOptions = {}): boolean =>
  (command === 'record') === (input !== undefined) && !own.includes(command) && !early.some((name) => name in env)

/**
 * What the built command line answers to these words, in that folder and environment, without another process: the tests of
 * the processes themselves (streams, signals, locale, hostile repositories) start real ones. Waits, as spawnSync does.
 */
export const inProcess = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, input?: string): Ran => {
  thread ??= startThread()
  const before = process.cwd()
  const { port1, port2 } = new MessageChannel()
  process.chdir(cwd)
  try {
    Atomics.store(signal, 0, 0)
    thread.postMessage({ args, input, env, port: port2 }, [port2])
    // The thread may tell of its last answer when this side has gone on already.
    while (Atomics.load(signal, 0) === 0)
      if (Atomics.wait(signal, 0, 0, 60_000) === 'timed-out') throw new Error(`provenance ${args.join(' ')}: no answer`)
    return receiveMessageOnPort(port1)?.message as Ran
  } finally {
    process.chdir(before)
    port1.close()
  }
}
