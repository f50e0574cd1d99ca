/** The trailer keys of version 1, in the order a record carries them. Keys compare without case (git-interpret-trailers). */
export const keys = {
  tool: 'AI-Tool',
  model: 'AI-Model',
  promptHash: 'AI-Prompt-Hash',
  humanEdited: 'AI-Human-Edited-Ratio',
  change: 'AI-Change',
} as const

/** One trailer as git reads it: key before the separator, unfolded value after it, both trimmed. */
export type Trailer = { readonly key: string; readonly value: string }

/** A value longer than this is refused when written and malformed when read. Bytes of UTF-8. */
export const maxValueBytes = 255

/** True when the key is one of ours, in any case. */
export const isRecordKey = (key: string): boolean => recordKeys.has(key.toLowerCase())

const recordKeys: ReadonlySet<string> = new Set(Object.values(keys).map((key) => key.toLowerCase()))
