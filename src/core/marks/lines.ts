import { maxText } from './sign.js'

/** A line of a message, trimmed and cut; `next` is the line after it, for what wraps. `subject` is the first line. */
export type Line = {
  readonly text: string
  readonly next: string
  readonly subject: boolean
  readonly example: boolean
  /** Its place in the message, from 0. */
  readonly index: number
}

/** A footer or a sentence that goes on in the next line, as one. */
export const wrappedOf = ({ text, next, subject }: Line): string =>
  text.length < 100 && !subject ? `${text} ${next}` : text

type State = { fenced: boolean; comment: boolean; before: string; beforeIndented: boolean; beforeExample: boolean }

const indented = /^(?: {2}|\t)/
const listItem = /^\s*(?:[-*+]|\d+[.)])\s/
const fence = /^\s*(?:```|~~~)/

/** What a program left for other programs to read: hidden where the message is rendered, and said of the change. */
const attribution = /^<!-- [\w-]{1,30}-attribution: /

const noFences: ReadonlySet<number> = new Set()

/** Numbers of the lines that open or close a fence that is closed; an unclosed one hides nothing. */
const fencesOf = (message: string, lines: readonly string[]): ReadonlySet<number> => {
  if (!message.includes('```') && !message.includes('~~~')) return noFences
  const found = lines.flatMap((line, index) => (fence.test(line.slice(0, 16)) ? [index] : []))
  return new Set(found.length % 2 === 0 ? found : found.slice(0, -1))
}

/** Numbers, from 0, of the lines that are only shown: in a code fence, its own two with them, or set in as an example. */
export const shownLines = (message: string): ReadonlySet<number> => {
  const lines = message.split('\n')
  const fences = [...fencesOf(message, lines)]
  const shown = messageLines(message).filter(({ index, example }) => example && /^[ \t]/.test(lines[index] ?? ''))
  const inside = new Set(shown.map(({ index }) => index))
  for (let at = 0; at + 1 < fences.length; at += 2)
    for (let line = fences[at] ?? 0; line <= (fences[at + 1] ?? 0); line += 1) inside.add(line)
  return inside
}

/**
 * Text shown, not said: in a code fence, in an HTML comment (templates), or set in under a line that ends in a colon
 * and whatever is set in right after it, unless that is a list. Trailers that an agent left indented have no such line
 * before them.
 */
const isExample = (line: string, state: State): boolean => {
  if (state.fenced || state.comment) return true
  if (!indented.test(line)) return false
  return state.beforeIndented ? state.beforeExample : state.before.endsWith(':') && !listItem.test(line)
}

/** Splits a message into lines with what their surroundings say about them. Linear in the message. */
export const messageLines = (message: string): readonly Line[] => {
  const raw = message.split('\n')
  const fences = fencesOf(message, raw)
  const state: State = { fenced: false, comment: false, before: '', beforeIndented: false, beforeExample: false }
  // One that never ends is none: it would hide all that is said below.
  const lastEnd = message.includes('<!--') ? raw.findLastIndex((line) => line.includes('-->')) : -1
  const lines: Line[] = []
  for (const [index, full] of raw.entries()) {
    const line = full.length > 2 * maxText ? full.slice(0, 2 * maxText) : full
    const text = line.trim().slice(0, maxText)
    if (text === '') continue
    if (fences.has(index)) state.fenced = !state.fenced
    const opens = index <= lastEnd && full.includes('<!--')
    if (opens) state.comment = full.includes('-->') ? state.comment : true
    const told = opens && !state.fenced && attribution.test(text)
    const example = !told && isExample(line, state)
    const next = (raw[index + 1] ?? '').slice(0, maxText).trim()
    lines.push({ text, next, subject: lines.length === 0, example, index })
    if (state.comment && !opens && full.includes('-->')) state.comment = false
    state.before = text
    state.beforeIndented = indented.test(line)
    state.beforeExample = example
  }
  return lines
}
