/** Of known names the one that a word comes nearest to, with its distance; null where there is none. */
const closest = (word: string, names: Iterable<string>): { readonly name: string; readonly far: number } | null =>
  [...names]
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0] ?? null

/** The known name that a word was meant for: half of the letters at least are where they should be; null where none is so near. */
export const nearest = (word: string, names: Iterable<string>): string | null => {
  const found = closest(word, names)
  if (found === null) return null
  return found.far <= 3 && found.far * 2 <= Math.max(word.length, found.name.length) ? found.name : null
}

/** The known name that a word is but for one letter; null where none is. */
export const nearlySame = (word: string, names: Iterable<string>): string | null => {
  const found = closest(word, names)
  return found !== null && found.far <= 1 && found.name.length > 2 ? found.name : null
}

/** A question for the end of a message; empty where nothing is near. */
export const didYouMean = (name: string | null): string => (name === null ? '' : `. Did you mean ${name}?`)

/** Edits between two short words (Levenshtein), one row of the table after the other. */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= Math.min(a.length, 64); i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced))
    }
    above = row
  }
  return above.at(-1) ?? 0
}
