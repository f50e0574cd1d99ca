import { modelsByTool } from '../marks/model-names.js'
import type { Contribution } from '../record/record.js'

/** One tool with one model as a record or a mark tells of it; `unknown` where neither says. */
export type NamedTool = {
  readonly tool: string
  readonly model: string
  readonly version: string | null
  readonly lines: Partial<Record<'kept' | 'edited' | 'dropped', number | null>> | null
}

type AiEvidence = { readonly record: readonly unknown[]; readonly marks: readonly { readonly ai: boolean }[] }

type Evidence = {
  readonly record: readonly Pick<Contribution, 'tool' | 'model' | 'toolVersion' | 'humanEdited'>[]
  readonly marks: readonly { readonly tool: string | null; readonly model: string | null; readonly ai: boolean }[]
}

/** True where a record or a mark says that AI took part. */
export const hasAi = ({ record, marks }: AiEvidence): boolean => record.length > 0 || marks.some(({ ai }) => ai)

/** What a commit tells of tools: its record, and marks of tools and models that the record does not name. Empty where nothing says that AI took part. */
export const toolsIn = ({ record, marks }: Evidence): readonly NamedTool[] => {
  const recorded = record.map(({ tool, model, toolVersion, humanEdited }) => ({
    tool,
    model,
    version: toolVersion,
    lines: humanEdited,
  }))
  if (marks.length === 0) return recorded
  const isRecorded = recordedIn(record)
  const unrecorded =
    record.length === 0
      ? toldTogether(marks.filter(({ ai }) => ai))
      : marks.filter(({ ai, tool, model }) => ai && tool !== null && !isRecorded(tool, model))
  const marked = unrecorded.map(({ tool, model }) => ({
    tool: tool ?? 'unknown',
    model: model ?? 'unknown',
    version: null,
    lines: null,
  }))
  // A tool that one mark names with its model and another without it is one use.
  const precise = new Set(marked.filter(({ model }) => model !== 'unknown').map(({ tool }) => tool))
  return [...recorded, ...marked.filter(({ tool, model }) => model !== 'unknown' || !precise.has(tool))]
}

/** Marks of one commit told together: a model that stands by itself is of the one tool that is named, and what names neither tells no more than those. */
const toldTogether = (marks: Evidence['marks']): Evidence['marks'] => {
  const tools = new Set(marks.flatMap(({ tool }) => tool ?? []))
  const [only = null] = tools.size === 1 ? tools : []
  return marks
    .filter(({ tool, model }) => (tool ?? model) !== null || tools.size === 0)
    .map((mark) => ({ ...mark, tool: mark.tool ?? only }))
}

/** Tells whether a record has a tool with a model; a contribution whose model is not known can be of any. */
const recordedIn = (record: Evidence['record']) => {
  const models = modelsByTool(record)
  return (tool: string, model: string | null): boolean => {
    const isOneOf = models.get(tool)
    return isOneOf !== undefined && (model === null || isOneOf('unknown') || isOneOf(model))
  }
}
