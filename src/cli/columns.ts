import { visible } from '../report/escape.js'

/** Characters that take two columns of a terminal (UAX #11, East Asian Width W and F, in whole blocks; emoji), and none (marks that stand on the one before). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const mark = /\p{M}/u

const columnsOf = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + (mark.test(char) ? 0 : wide.test(char) ? 2 : 1), 0)

/** Untrusted text made fit for a terminal and filled up with blanks to so many of its columns. */
export const padded = (text: string, columns: number): string => {
  const shown = visible(text)
  return shown + ' '.repeat(Math.max(0, columns - columnsOf(shown)))
}

/** The same, cut to no more than these columns, never in the middle of a character or of an escape. */
export const inColumns = (text: string, columns: number): string => {
  // A mark takes no column; nobody's name has so many of them.
  const chars = Array.from(text.slice(0, 8 * columns))
  if (chars.join('') === text && columnsOf(visible(text)) <= columns) return padded(text, columns)
  while (chars.length > 0 && columnsOf(visible(chars.join(''))) >= columns) chars.pop()
  return padded(`${chars.join('')}…`, columns)
}
