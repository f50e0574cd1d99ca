import type { Entry } from '../core/ledger/schema.js'

/** What a person reads first: an entry whose record does not hold, or on which something was found. */
export const isException = (entry: Entry): boolean =>
  entry.class === 'contradicted' || entry.binding === 'stale' || entry.findings.length > 0

/** The tools an entry names: by its record, else by marks of AI. */
export const toolsOf = ({ record, marks }: Entry): readonly string[] => [
  ...new Set(
    record.length > 0 ? record.map(({ tool }) => tool) : marks.flatMap(({ ai, tool }) => (ai ? (tool ?? []) : [])),
  ),
]

/** The models it names, unknown ones left out. */
export const modelsOf = ({ record, marks }: Entry): readonly string[] => [
  ...new Set(
    record.length > 0
      ? record.map(({ model }) => model).filter((model) => model !== 'unknown')
      : marks.flatMap(({ ai, model }) => (ai ? (model ?? []) : [])),
  ),
]

/** Lines kept, edited and dropped, summed over an entry's contributions; null where none was counted. */
export const linesOf = ({ record }: Entry): { kept: number; edited: number; dropped: number } | null => {
  const counted = record.flatMap(({ humanEdited }) => (humanEdited?.kept == null ? [] : [humanEdited]))
  if (counted.length === 0) return null
  const sum = (name: 'kept' | 'edited' | 'dropped') => counted.reduce((all, one) => all + (one[name] ?? 0), 0)
  return { kept: sum('kept'), edited: sum('edited'), dropped: sum('dropped') }
}

/** The share a person changed, from the sums; empty where nothing was counted. */
export const ratioOf = (entry: Entry): string => {
  const lines = linesOf(entry)
  if (lines === null) return ''
  const proposed = lines.kept + lines.edited + lines.dropped
  return proposed === 0 ? '' : ((lines.edited + lines.dropped) / proposed).toFixed(3)
}
