/** A text with the path it stands at. */
export type At = { readonly path: string; readonly text: string }

/** As git's own rename detection has it: at least half in common (git-diff(1), -M). */
const threshold = 0.5

/**
 * For each text that went from its path the path among the new ones where it now stands, the most alike first; a new file
 * takes one of them only.
 */
export const renamed = (gone: readonly At[], fresh: readonly At[]): ReadonlyMap<string, string> => {
  const pairs = gone
    .flatMap((one) => fresh.map((other) => ({ from: one.path, to: other.path, alike: likeness(one.text, other.text) })))
    .filter(({ alike }) => alike >= threshold)
    .sort((a, b) => b.alike - a.alike)
  const found = new Map<string, string>()
  const taken = new Set<string>()
  for (const { from, to } of pairs) {
    if (found.has(from) || taken.has(to)) continue
    found.set(from, to)
    taken.add(to)
  }
  return found
}

/** The share of the lines of the longer text that stand in both; white space aside, blank lines too. */
const likeness = (one: string, other: string): number => {
  const [lines, others] = [linesIn(one), linesIn(other)]
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  let common = 0
  for (const line of lines) {
    const count = left.get(line) ?? 0
    if (count > 0) common += 1
    left.set(line, count - 1)
  }
  return common / Math.max(lines.length, others.length, 1)
}

const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ''))
    .filter((line) => line !== '')
