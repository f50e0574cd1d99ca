import type { LedgerFinding } from '../core/ledger/schema.js'
import { shellWord } from '../core/shell-word.js'
import { shortened } from '../core/shortened.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible } from './escape.js'

/** Commands that mend a commit before it is made, by rule; others are looked into by `provenance status`. */
const mends: Readonly<Record<string, string>> = {
  'record-required': 'provenance declare --none, or --tool NAME --model ID for an AI that no hook saw',
  'tool-approved': 'provenance inventory --unregistered',
  'model-approved': 'provenance inventory --unregistered',
  'author-authorized': 'git config user.email',
}

/** As many findings as anyone reads before they commit again. */
const maxTold = 10

/** As much of one detail as a line on a terminal holds. */
const maxDetail = 100

/** What a person sees when a commit is stopped, or warned of; empty where there is nothing to say. */
export const messageText = (findings: readonly LedgerFinding[], policy: string, messageFile: string): string => {
  if (findings.length === 0) return ''
  const stops = isStopped(findings)
  const lines = [
    `provenance: the policy ${stops ? 'stops this commit' : 'lets this commit through, with warnings'} (${visible(policy)})`,
    ...stopsFirst(findings).slice(0, maxTold).flatMap(findingLines),
    ...(findings.length > maxTold ? [`  … and ${findings.length - maxTold} more`] : []),
    ...(stops
      ? [`  then commit again; the message is kept: git commit --edit --file ${keptMessage(messageFile)}`]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

/** What stops before what only warns: no number of warnings hides why the commit was stopped. */
const stopsFirst = (findings: readonly LedgerFinding[]): readonly LedgerFinding[] => [
  ...findings.filter(({ severity }) => severity === 'error'),
  ...findings.filter(({ severity }) => severity !== 'error'),
]

/** The file as a person names it from any folder: hooks stand at the top (githooks(5)), who committed may not. */
const keptMessage = (messageFile: string): string =>
  `"$(git rev-parse --git-path ${visible(messageFile.split('/').at(-1) ?? '')})"`

/** True where one of the findings stops. */
export const isStopped = (findings: readonly LedgerFinding[]): boolean =>
  findings.some(({ severity }) => severity === 'error')

const findingLines = (finding: LedgerFinding): readonly string[] => {
  const { code, severity, path } = finding
  const detail = detailsOf(finding).map((one) => ` ${visible(shortened(one, maxDetail))}`)
  const { sentence } = wordingOf(code, '', finding.args)
  return [`  ${severity} it ${sentence} [${code}]${detail.join('')}`, `      ${mendOf(code, path)}`]
}

const mendOf = (code: string, path: string | undefined): string =>
  path === undefined ? (mends[code] ?? 'provenance status --lines') : `git restore --staged ${visible(shellWord(path))}`
