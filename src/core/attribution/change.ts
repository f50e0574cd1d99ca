import { align } from './align.js'
import { bare, linesOf } from './lines.js'
import type { Line } from './state.js'

/** A place of change: lines that went, and the indices, in the new text, of those that came. */
export type ChangePlace = { readonly gone: readonly Line[]; readonly came: readonly number[] }

/** A new text's lines with what each was before; `lines` is undefined where one is new. */
export type Change = {
  readonly lines: (Line | undefined)[]
  readonly texts: readonly string[]
  readonly places: readonly ChangePlace[]
}

/** How known lines became `content`. Equal lines (white space aside) stay what they were and take the new text. */
export const changeTo = (old: readonly Line[], content: string | null): Change => {
  const texts = linesOf(content)
  const lines: (Line | undefined)[] = texts.map(() => undefined)
  const places: ChangePlace[] = []
  for (const stretch of align(
    old.map((line) => bare(line.text)),
    texts.map(bare),
  )) {
    const { oldStart, oldEnd, newStart, newEnd } = stretch
    if (stretch.same) {
      for (let at = newStart; at < newEnd; at += 1) lines[at] = withText(old[oldStart + at - newStart], texts[at] ?? '')
    } else {
      const came = Array.from({ length: newEnd - newStart }, (_, index) => newStart + index)
      places.push({ gone: old.slice(oldStart, oldEnd), came })
    }
  }
  return { lines, texts, places }
}

const withText = (line: Line | undefined, text: string): Line => (line?.text === text ? line : { ...line, text })
