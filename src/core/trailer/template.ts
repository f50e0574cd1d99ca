import type { Contribution } from '../record/record.js'
import type { Trailer } from './keys.js'
import { isSafe } from './value.js'

/** Templates of lines that a project asks for in its configuration, for conventions of its own; null for none. */
export type Templates = { readonly assistedBy: string | null; readonly coAuthoredBy: string | null }

/** The project's own lines for each contribution; `refused` are those that a trailer cannot hold (spec, section 2), which are left out. */
export const fillTemplates = (
  { assistedBy, coAuthoredBy }: Templates,
  contributions: readonly Contribution[],
): { readonly trailers: readonly Trailer[]; readonly refused: readonly Trailer[] } => {
  const linesOf = (key: string, template: string | null) =>
    template === null ? [] : contributions.map((part) => ({ key, value: filled(template, part) }))
  const lines = [...linesOf('Assisted-by', assistedBy), ...linesOf('Co-authored-by', coAuthoredBy)]
  return {
    trailers: lines.filter(({ value }) => isSafe(value)),
    refused: lines.filter(({ value }) => !isSafe(value)),
  }
}

const filled = (template: string, { tool, toolVersion, model }: Contribution): string =>
  template.replaceAll(
    /\{(tool|model|version)\}/g,
    (_, name: string) => (name === 'tool' ? tool : name === 'model' ? model : toolVersion) ?? 'unknown',
  )
