import { readFileSync } from 'node:fs'

/** One real message (people renamed) and how a careful reader reads it. Items not `scored` can be read either way. */
export type CorpusItem = {
  readonly id: string
  readonly repository: string
  readonly author: { readonly name: string; readonly email: string }
  readonly message: string
  readonly expected: {
    readonly ai: boolean
    readonly tools: readonly string[]
    readonly models: readonly string[]
    readonly scored: boolean
  }
}

export const loadCorpus = (): readonly CorpusItem[] =>
  readFileSync(new URL('messages.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CorpusItem)
