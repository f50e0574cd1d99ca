/**
 * A text of at most so many characters, whole ones: half of a surrogate pair is no text (RFC 8259, 8.2). One that is longer ends
 * with an ellipsis, so that nobody takes its beginning for all of it. Cut before anything is escaped, or an escape is cut.
 */
export const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text
  const beginning = Array.from(text.slice(0, 2 * most + 2))
  return beginning.length <= most ? beginning.join('') : `${beginning.slice(0, most - 1).join('')}…`
}

/** As many of these as fit, each whole but for a first that is too long by itself; how many more there are is told. */
export const fitting = (items: readonly string[], between: string, most: number): string => {
  let told = shortened(items[0] ?? '', most)
  for (const [index, item] of items.entries()) {
    if (index === 0) continue
    const longer = `${told}${between}${item}`
    if (longer.length > most) return `${told}${between}… and ${items.length - index} more`
    told = longer
  }
  return told
}
