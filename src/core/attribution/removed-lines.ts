import { bare } from './lines.js'
import type { Line, Removed } from './state.js'

/** Removed lines, findable by their text; each is found once. */
export type RemovedLines = {
  readonly all: readonly Removed[]
  readonly byText: ReadonlyMap<string, readonly Removed[]>
  readonly byLine: ReadonlyMap<Line, Removed>
  readonly found: Set<Removed>
}

/** Earlier removed lines, and behind them those that `gone` now. */
export const removedLines = (earlier: readonly Removed[], gone: readonly Line[]): RemovedLines => {
  const byLine = new Map(gone.map((line) => [line, removal(line, 'person')] as const))
  const all = [...earlier, ...byLine.values()]
  const byText = new Map<string, Removed[]>()
  for (const one of all) {
    const key = bare(one.text)
    const list = byText.get(key)
    if (list === undefined) byText.set(key, [one])
    else list.push(one)
  }
  return { all, byText, byLine, found: new Set() }
}

export const removal = (line: Line, by: Removed['by']): Removed => ({
  text: line.text,
  ...(line.proposal === undefined ? {} : { proposal: line.proposal }),
  edited: line.edited === true,
  by,
})

/** The newest line removed with this text (without white space) that passes; it is not found again. */
export const take = (
  { byText, found }: RemovedLines,
  bareText: string,
  passes: (one: Removed) => boolean,
): Removed | undefined => {
  const one = byText.get(bareText)?.findLast((candidate) => !found.has(candidate) && passes(candidate))
  if (one !== undefined) found.add(one)
  return one
}

export const left = ({ all, found }: RemovedLines): readonly Removed[] => all.filter((one) => !found.has(one))
