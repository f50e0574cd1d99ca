import { type ToolName, tools } from '../tools.js'

export type Confidence = 'high' | 'medium' | 'low'

/**
 * One sign another program leaves. `pattern` is tried on `NAME <ADDRESS>` (author, co-author), on `Key: value`
 * (trailer), on one line (body) or on a branch name. `tool` is null where the sign says AI and no more; `model` is
 * true where the text found names one. `example` is text the pattern matches; `source` is where it was seen.
 */
export type MarkRow = {
  readonly tool: ToolName | null
  readonly vendor: string
  readonly pattern: RegExp
  readonly model: boolean
  readonly confidence: Confidence
  readonly source: string
  readonly example: string
}

type Entry = readonly [confidence: Confidence, pattern: RegExp, example: string, source: string, carries?: 'model']

const build = (tool: ToolName | null, vendor: string, entries: readonly Entry[]): readonly MarkRow[] =>
  entries.map(([confidence, pattern, example, source, carries]) => ({
    tool,
    vendor,
    pattern,
    model: carries === 'model',
    confidence,
    source,
    example,
  }))

/** The rows of one tool of the registry. */
export const rows = (tool: ToolName, entries: readonly Entry[]): readonly MarkRow[] =>
  build(tool, tools[tool].vendor, entries)

/** The rows of a convention, or of a program that records AI without being one: they name no tool. */
export const convention = (name: string, entries: readonly Entry[]): readonly MarkRow[] => build(null, name, entries)
