import type { ShownFinding } from '../core/ledger/summary.js'
import { wordingOf } from '../core/wording.js'
import { visible } from './escape.js'

/** One thing to be said beside a run. */
export type Annotation = { readonly level: 'error' | 'warning'; readonly title: string; readonly text: string }

/** What a finding says beside a run. */
export const annotationOf = ({ args, oid, code, severity }: ShownFinding): Annotation => {
  const { sentence, mend } = wordingOf(code, oid, args)
  return {
    level: severity === 'error' ? 'error' : 'warning',
    title: code,
    text: `${oid.slice(0, 12)} ${sentence}. See: ${mend}`,
  }
}

/** As a command of GitHub's runner, escaped as its toolkit does (docs.github.com: "Workflow commands for GitHub Actions"). */
export const githubAnnotation = ({ level, title, text }: Annotation): string =>
  `::${level} title=${property(title)}::${data(text)}\n`

const data = (text: string): string => visible(text).replaceAll('%', '%25')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** As a command of Azure's agent (learn.microsoft.com: "Logging commands"), `%` escaped as the agent undoes it. */
export const azureAnnotation = ({ level, title, text }: Annotation): string =>
  `##vso[task.logissue type=${level}]${azure(`${title}: ${text}`)}\n`

/** The command by which Azure's agent shows a Markdown file on the run's page. */
export const azureSummary = (path: string): string => `##vso[task.uploadsummary]${azure(path)}\n`

const azure = (text: string): string => visible(text).replaceAll('%', '%AZP25')
