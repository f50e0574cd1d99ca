import { randomUUID } from 'node:crypto'
import { appendFileSync, statSync } from 'node:fs'
import type { ProviderName } from '../core/ci/index.js'
import { variable } from '../core/ci/run.js'
import type { Environment } from '../core/environment.js'
import { type Annotation, azureAnnotation, azureSummary, githubAnnotation } from '../report/annotations.js'

/** How a CI is told things beside the log. */
export type Voice = {
  /** Lines of standard output; empty where the CI has no such commands. */
  readonly annotate: (annotation: Annotation) => string
  /** Shows a Markdown file on the run's page; returns lines of standard output. */
  readonly summarize: (path: string, text: string) => string
  /** Hands values on to later steps. */
  readonly hand: (values: Readonly<Record<string, string>>) => void
}

const silent: Voice = { annotate: () => '', summarize: () => '', hand: () => {} }

/** The voice for a CI system. Files that its variables name are added to; commands are for standard output. */
export const voiceFor = (provider: ProviderName, env: Environment): Voice => {
  if (provider === 'azure') return { ...silent, annotate: azureAnnotation, summarize: (path) => azureSummary(path) }
  if (provider !== 'github') return silent
  return {
    annotate: githubAnnotation,
    summarize: (_path, text) => {
      addSummary(variable(env, 'GITHUB_STEP_SUMMARY'), text)
      return ''
    },
    hand: (values) => handOn(variable(env, 'GITHUB_OUTPUT'), values),
  }
}

/** As much as a step's summary takes (docs.github.com: "Workflow commands", step isolation and limits): 1 MiB. */
const maxSummary = 1024 * 1024

/** A summary that is too long fails the upload of all of it. */
const addSummary = (path: string | null, text: string): void => {
  if (path === null) return
  const before = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const tooLong = before + Buffer.byteLength(text) > maxSummary
  appendFileSync(
    path,
    tooLong ? '## AI provenance\n\nThe summary is too long for here; the report file has it.\n' : text,
  )
}

/** The form with a delimiter that nobody can guess: no value can then set another one. */
const handOn = (path: string | null, values: Readonly<Record<string, string>>): void => {
  if (path === null) return
  for (const [name, value] of Object.entries(values)) {
    const delimiter = `ghadelimiter_${randomUUID()}`
    appendFileSync(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
  }
}
