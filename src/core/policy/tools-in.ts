import type { Contribution } from '../record.js'

/** One tool with one model as a record or a mark tells of it; `unknown` where neither says. */
export type Told = {
  readonly tool: string
  readonly model: string
  readonly version: string | null
  readonly lines: Partial<Record<'kept' | 'edited' | 'dropped', number | null>> | null
}

type Evidence = {
  readonly record: readonly Pick<Contribution, 'tool' | 'model' | 'toolVersion' | 'humanEdited'>[]
  readonly marks: readonly { readonly tool: string | null; readonly model: string | null; readonly ai: boolean }[]
}

/** What a commit tells of tools: its record, and marks of tools that the record does not name. Empty where nothing says that AI took part. */
export const toolsIn = ({ record, marks }: Evidence): readonly Told[] => {
  const recorded = record.map(({ tool, model, toolVersion, humanEdited }) => ({
    ...{ tool, model, version: toolVersion, lines: humanEdited },
  }))
  const named = new Set(record.map(({ tool }) => tool))
  const marked = marks
    .filter(({ ai, tool }) => ai && !named.has(tool ?? '') && (record.length === 0 || tool !== null))
    .map(({ tool, model }) => ({ tool: tool ?? 'unknown', model: model ?? 'unknown', version: null, lines: null }))
  // A tool that one mark names with its model and another without it is one use.
  const precise = new Set(marked.filter(({ model }) => model !== 'unknown').map(({ tool }) => tool))
  return [...recorded, ...marked.filter(({ tool, model }) => model !== 'unknown' || !precise.has(tool))]
}
