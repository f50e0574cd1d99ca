import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ProviderName } from '../../core/ci/index.js'
import { ProvenanceError } from '../../core/errors.js'
import { annotationOf } from '../../report/annotations.js'
import { visible } from '../../report/escape.js'
import { markdown } from '../../report/markdown.js'
import { inLedger, shownFindings, summaryText } from '../../report/text.js'
import { type CiPlace, findPlace, providerOf } from '../../workflows/verify/ci-place.js'
import { type Outcome, verifyRange } from '../../workflows/verify/verify-range.js'
import { filesFor, ledgerName, openStage, renderAll, type Stage, summaryName } from '../ci-files.js'
import { type Voice, voiceFor } from '../ci-voice.js'
import { approvalsOf, trustOf } from '../given-files.js'
import { openLedger } from '../ledger-file.js'
import { asJson, type Output } from '../output.js'
import { pathOf, rangeOf } from '../range-options.js'

type Options = {
  readonly repository: string
  readonly policy?: string
  readonly allowedSigners?: string
  readonly approvals?: string
  readonly base?: string
  readonly head?: string
  readonly provider?: ProviderName
  readonly outputFolder: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

const incomplete = 4

/** `provenance ci`: finds out which commits are new here, judges them by the base's policy, and leaves ledger and reports for the CI. */
export const ci = async (options: Options, output: Output): Promise<number> => {
  const provider = providerOf(options.provider ?? null, process.env)
  const voice = voiceFor(provider, process.env)
  const answer = options.json ? () => {} : output.answer
  try {
    const found = await placeOf(options)
    const place = { ...found, fetch: () => output.given.fitted(found.fetch()) }
    if (options.dryRun) return plan(place, options, output)
    const outcome = await judge(place, options)
    tell(place, outcome, { ...output, answer }, voice)
    leave(outcome, options, voice, answer)
    if (options.json) output.answer(asJson(answerOf(place, outcome, options)))
    return outcome.exitCode
  } catch (error) {
    if (error instanceof ProvenanceError && !options.dryRun) tellFailure(error, voice, answer)
    throw error
  }
}

const placeOf = ({ repository, provider, base, head, policy, allowedSigners, approvals }: Options): Promise<CiPlace> =>
  findPlace(
    {
      repository: resolve(repository),
      provider: provider ?? null,
      base: base ?? null,
      head: head ?? null,
      policyFile: pathOf(policy),
      signersFile: pathOf(allowedSigners),
      approvalsFile: pathOf(approvals),
    },
    process.env,
  )

const plan = (place: CiPlace, options: Options, output: Output): number => {
  const files = filePaths(place.provider, options)
  const { provider, range } = place
  if (options.json)
    output.answer(asJson({ applied: false, provider, event: place.run.kind, words: range.words, files }))
  else
    output.answer(
      `provider ${provider}\nevent    ${place.run.kind}\nrange    ${visible(range.words.join(' '))}\n${files.map((file) => `would write ${visible(file)}\n`).join('')}`,
    )
  return 0
}

const filePaths = (provider: ProviderName, { outputFolder }: Options): readonly string[] =>
  [ledgerName, ...Object.keys(filesFor(provider))].map((name) => join(outputFolder, name))

/** Walks the new commits into a ledger, renders it, and puts all files under their names. */
const judge = async (place: CiPlace, options: Options): Promise<Outcome> => {
  const stage = openStage(resolve(options.outputFolder))
  try {
    const outcome = await walk(place, options, stage)
    const files = filesFor(place.provider)
    await renderAll(stage.folder, files)
    stage.keep([ledgerName, ...Object.keys(files)])
    return outcome
  } catch (error) {
    stage.discard()
    throw error instanceof ProvenanceError && error.exitCode === incomplete ? withFetch(error, place) : error
  }
}

/** A walk knows what it lacks; where it runs says how that is fetched, but for one tag, which has a command of its own. */
const withFetch = (cause: ProvenanceError, { fetch, setting }: CiPlace): ProvenanceError =>
  new ProvenanceError(cause.code, `${cause.message}; for every run: ${setting}`, {
    cause,
    hint: cause.code === 'TAG_MISSING' ? cause.hint : fetch(),
  })

const walk = async (place: CiPlace, options: Options, stage: Stage): Promise<Outcome> => {
  const run = verifyRange({
    ...rangeOf(place.range.words, options),
    base: place.range.base,
    adoptedInBase: true,
    policy: place.policy,
    trust: trustOf(options),
    approvals: approvalsOf(options),
    branch: place.branch,
    // A waiver must hold now: a commit may be dated as anyone likes.
    asOf: Math.floor(Date.now() / 1000),
  })
  const ledger = openLedger(join(stage.folder, ledgerName))
  for (;;) {
    const step = await run.next()
    if (step.done === true) {
      await ledger.keep()
      return step.value
    }
    await ledger.write(step.value)
  }
}

/** Whether a fetch would bring what was missing. */
const isCutOff = ({ exitCode, header }: Pick<Outcome, 'exitCode' | 'header'>): boolean =>
  exitCode === incomplete && header.flags.some((flag) => flag === 'shallow' || flag === 'partial')

/** The summary for the log, what stands beside the run, and where history was too short, how it is fetched. */
const tell = (place: CiPlace, outcome: Outcome, output: Output, voice: Voice): void => {
  const { header, summary, footer } = outcome
  output.answer(summaryText(outcome, { ...inLedger, fitted: output.given.fitted }))
  for (const finding of shownFindings(header, summary, footer)) output.answer(voice.annotate(annotationOf(finding)))
  if (isCutOff(outcome)) output.talk(`hint: ${place.fetch()}\nfor every run: ${place.setting}\n`)
}

const leave = ({ footer }: Outcome, options: Options, voice: Voice, answer: (text: string) => void): void => {
  const report = resolve(options.outputFolder, summaryName)
  answer(voice.summarize(report, readFileSync(report, 'utf8')))
  voice.hand({ verdict: footer.verdict, ledger: resolve(options.outputFolder, ledgerName), report })
}

const answerOf = (place: CiPlace, { header, footer, exitCode }: Outcome, options: Options) => ({
  applied: true,
  provider: place.provider,
  event: place.run.kind,
  range: header.range,
  policy: header.policy,
  verdict: footer.verdict,
  exitCode,
  counts: footer.counts,
  findings: footer.findings,
  files: filePaths(place.provider, options),
  ...(isCutOff({ header, exitCode }) ? { hint: place.fetch(), setting: place.setting } : {}),
})

/** What could not be judged is said where the CI shows it, too. */
const tellFailure = (error: ProvenanceError, voice: Voice, answer: (text: string) => void): void => {
  const text = `${error.message}. To mend it: ${error.hint}`
  answer(voice.annotate({ level: 'error', title: error.code, text }))
  voice.hand({ verdict: error.exitCode === incomplete ? 'incomplete' : 'error' })
  if (error.exitCode !== incomplete) return
  voice.summarize('', `## AI provenance: incomplete\n\n${markdown(text)}\n`)
}
