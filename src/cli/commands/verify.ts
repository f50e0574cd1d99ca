import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { branchName } from '../../core/ci/run.js'
import { ProvenanceError } from '../../core/errors.js'
import { ledgerLines } from '../../core/ledger/chain.js'
import type { LedgerLine } from '../../core/ledger/schema.js'
import { absoluteTime } from '../../core/period.js'
import { shellWord } from '../../core/shell-word.js'
import { type ReportFormat, reports } from '../../report/index.js'
import { inLedger, summaryText } from '../../report/text.js'
import { envelopeOf, ledgerSigner, signLedger } from '../../workflows/verify/ledger-signature.js'
import type { VerifyOptions } from '../../workflows/verify/open-range.js'
import { readBefore } from '../../workflows/verify/previous-ledger.js'
import { verifySquash } from '../../workflows/verify/squash.js'
import { type Outcome, verifyRange } from '../../workflows/verify/verify-range.js'
import { approvalsOf, trustOf } from '../given-files.js'
import { type LedgerFile, openLedger } from '../ledger-file.js'
import type { Output } from '../output.js'
import { progressOn } from '../progress.js'
import { type RangeOptions, rangeOf } from '../range-options.js'
import { refuseReadFiles } from '../written-files.js'

type Options = RangeOptions & {
  readonly allowedSigners?: string
  readonly validAt?: string
  readonly approvals?: string
  readonly output?: string
  readonly sign?: string
  readonly dryRun?: boolean
  readonly format: ReportFormat
  readonly notes: boolean
  readonly after?: string
  readonly branch?: string
  readonly asOf?: string
  readonly pullRequest?: string
  readonly squashed?: string
  readonly json?: boolean
}

/** `provenance verify`: the ledger into its file, the chosen report to standard output, the verdict as exit code. */
export const verify = async (words: readonly string[], options: Options, output: Output): Promise<number> => {
  const { pullRequest, squashed, sign } = options
  refuseApart(words, options)
  refuseSameFile(options)
  const signer = sign === undefined ? null : ledgerSigner(resolve(options.output ?? ''), resolve(sign))
  const run = start(squashed ?? null, {
    ...rangeOf(pullRequest === undefined ? words : [pullRequest], options),
    ...(options.notes ? {} : { notes: [] }),
    trust: trustOf(options),
    approvals: approvalsOf(options),
    branch: branchOf(options),
    asOf: options.asOf === undefined ? null : Date.parse(absoluteTime(options.asOf, 'until', 'as-of')) / 1000,
    ...(options.after === undefined ? {} : { previous: await readBefore(resolve(options.after)) }),
  })
  const target = options.dryRun ? undefined : options.output
  const file = target === undefined ? null : openLedger(resolve(target))
  try {
    if (options.format === 'text' && !options.json) {
      for await (const _bytes of run.pieces(file, output));
      const rest = file === null ? commandWriting(options.output, output) : inLedger.rest
      output.answer(summaryText(run.outcome(), { rest, fitted: output.given.fitted }))
    } else {
      const report = await reports[options.json ? 'json' : options.format]()
      await output.answerSlowly(report(lines(run.pieces(file, output))))
    }
    await file?.keep()
    if (signer !== null && target !== undefined) await signLedger(resolve(target), signer)
    else if (target !== undefined && existsSync(envelopeOf(target))) output.talk(staleOf(envelopeOf(target)))
    if (options.dryRun && options.output !== undefined) output.talk(`${options.output} would be written\n`)
  } catch (error) {
    file?.discard()
    throw error
  }
  return run.outcome().exitCode
}

/** Options that go together. Throws USAGE where one of them is given alone. */
const refuseApart = (words: readonly string[], { pullRequest, squashed, sign, output }: Options): void => {
  if (sign !== undefined && output === undefined)
    throw new ProvenanceError(
      'USAGE',
      '--sign: expected --output FILE beside it, for the signature lies beside the ledger',
    )
  if ((pullRequest === undefined) !== (squashed === undefined) || (pullRequest !== undefined && words.length > 0))
    throw new ProvenanceError('USAGE', '--pull-request BASE..HEAD and --squashed COMMIT go together, without a range')
}

/** What writes the ledger of which only a part is shown. */
const commandWriting = (file: string | undefined, { given }: Output): string =>
  given.again(['dryRun', 'output', 'sign', 'json'], `--output ${shellWord(file ?? 'ledger.jsonl')}`) ??
  'with --output FILE the ledger has them all'

const staleOf = (envelope: string): string =>
  `${envelope}: lies there still, signed over what was in the ledger's place before; sign this one (--sign KEY), or take it away\n`

/** The ledger, and what signs it, go beside the files that they are made by. Throws USAGE. */
const refuseSameFile = ({ output, sign, policy, allowedSigners, approvals, after }: Options): void => {
  if (output === undefined) return
  const written = sign === undefined ? [output] : [output, envelopeOf(output)]
  const read = { '--after': after, '--policy': policy, '--allowed-signers': allowedSigners, '--approvals': approvals }
  // A key of SSH has its public half beside it.
  const keys = sign === undefined ? {} : { '--sign': sign, 'the public key of what --sign': `${sign}.pub` }
  refuseReadFiles('--output', written, { ...read, ...keys })
}

/** The branch that options name; null without one. Throws USAGE for what is no name, as a variable that is not set: on a branch called nothing no rule would hold. */
const branchOf = ({ branch }: Pick<Options, 'branch'>): string | null => {
  const name = branch === undefined ? null : branchName(branch)
  if (branch === undefined || name !== null) return name
  throw new ProvenanceError('USAGE', `--branch: expected the name of a branch, got ${JSON.stringify(branch)}`)
}

const start = (squashed: string | null, options: VerifyOptions) => {
  let outcome: Outcome | null = null
  async function* pieces(file: LedgerFile | null, output: Output): AsyncGenerator<Buffer> {
    const range = squashed === null ? verifyRange(options) : verifySquash(options, squashed)
    const progress = progressOn(output)
    try {
      for (;;) {
        const step = await range.next()
        if (step.done === true) {
          outcome = step.value
          return
        }
        await file?.write(step.value)
        yield step.value
        progress.count(step.value)
      }
    } finally {
      progress.end()
    }
  }
  const whole = (): Outcome => {
    if (outcome === null) throw new Error('expected a ledger that was read to its end')
    return outcome
  }
  return { pieces, outcome: whole }
}

async function* lines(pieces: AsyncIterable<Buffer>): AsyncGenerator<LedgerLine> {
  for await (const piece of pieces) yield* ledgerLines(piece)
}
