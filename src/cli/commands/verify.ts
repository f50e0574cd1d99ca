import { once } from 'node:events'
import { createWriteStream, renameSync, rmSync, type WriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { ProvenanceError } from '../../core/errors.js'
import type { LedgerLine } from '../../core/ledger/schema.js'
import { type ReportFormat, reports } from '../../report/index.js'
import { type Outcome, type VerifyOptions, verifyRange } from '../../workflows/verify-range.js'
import type { Output } from '../output.js'
import { packageVersion } from '../program-files.js'

type Options = {
  readonly repository: string
  readonly since?: string
  readonly until?: string
  readonly firstParent?: boolean
  readonly policy?: string
  readonly output?: string
  readonly format: ReportFormat
  readonly json?: boolean
}

/** `provenance verify`: the ledger into its file, the chosen report to standard output, the verdict as exit code. */
export const verify = async (words: readonly string[], options: Options, output: Output): Promise<number> => {
  const run = start({
    words,
    repository: options.repository,
    since: options.since ?? null,
    until: options.until ?? null,
    firstParent: options.firstParent === true,
    policyFile: options.policy === undefined ? null : resolve(options.policy),
    toolVersion: packageVersion(),
  })
  const file = options.output === undefined ? null : openLedger(resolve(options.output))
  try {
    const report = await reports[options.json ? 'json' : options.format]()
    for await (const piece of report(run.lines(file, output))) {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
    }
    await file?.keep()
  } catch (error) {
    file?.discard()
    throw error
  }
  return run.outcome()?.exitCode ?? 0
}

const start = (options: VerifyOptions) => {
  let outcome: Outcome | null = null
  async function* lines(file: Ledger | null, output: Output): AsyncGenerator<LedgerLine> {
    const range = verifyRange(options)
    let done = 0
    for (;;) {
      const step = await range.next()
      if (step.done === true) {
        outcome = step.value
        return
      }
      await file?.write(step.value.map(({ text }) => `${text}\n`).join(''))
      for (const { line } of step.value) yield line
      done += step.value.length
      if (process.stderr.isTTY && done % 5_000 < step.value.length) output.talk(`\r${done} commits`)
    }
  }
  return { lines, outcome: () => outcome as Outcome | null }
}

type Ledger = {
  readonly write: (text: string) => Promise<void>
  readonly keep: () => Promise<void>
  readonly discard: () => void
}

/** A ledger appears under its name only when it is whole. Throws FILE_UNWRITABLE. */
const openLedger = (path: string): Ledger => {
  const draft = `${path}.${process.pid}.tmp`
  const stream: WriteStream = createWriteStream(draft)
  let failure: Error | null = null
  stream.on('error', (error) => (failure = error))
  const check = () => {
    if (failure !== null)
      throw new ProvenanceError(
        'FILE_UNWRITABLE',
        `${path}: expected a file that can be written, got ${failure.message}`,
      )
  }
  return {
    write: async (text) => {
      check()
      await new Promise<void>((written) => stream.write(text, () => written()))
      check()
    },
    keep: async () => {
      stream.end()
      if (!stream.closed) await once(stream, 'close')
      check()
      renameSync(draft, path)
    },
    discard: () => {
      stream.destroy()
      rmSync(draft, { force: true })
    },
  }
}
