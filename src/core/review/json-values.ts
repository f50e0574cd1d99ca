/** The JSON values that stand one after the other in a text, as `gh api --paginate` prints pages; null where something else does. */
export const jsonValues = (text: string): readonly unknown[] | null => {
  try {
    return piecesOf(text).map((piece): unknown => JSON.parse(piece))
  } catch {
    return null
  }
}

/** The text cut behind every bracket that closes a value of its own; what is left over is a last piece. */
const piecesOf = (text: string): readonly string[] => {
  const pieces: string[] = []
  let [depth, start] = [0, 0]
  // Strings are stepped over whole, so that no bracket within one counts; one that never ends, to the end and once.
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (found === '[' || found === '{') depth += 1
    else if (found === ']' || found === '}') depth -= 1
    else continue
    if (depth > 0) continue
    pieces.push(text.slice(start, index + 1))
    start = index + 1
  }
  const rest = text.slice(start)
  return rest.trim() === '' && pieces.length > 0 ? pieces : [...pieces, rest]
}
