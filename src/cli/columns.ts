import stringWidth from 'string-width'
import { visible } from '../report/escape.js'

/** Untrusted text made fit for a terminal and filled up with blanks to so many of its columns. */
export const padded = (text: string, columns: number): string => {
  const shown = visible(text)
  return shown + ' '.repeat(Math.max(0, columns - stringWidth(shown)))
}

/** The same, cut to no more than these columns, never in the middle of a character or of an escape. */
export const inColumns = (text: string, columns: number): string => {
  // A mark takes no column; nobody's name has so many of them.
  const chars = Array.from(text.slice(0, 8 * columns))
  if (chars.join('') === text && stringWidth(visible(text)) <= columns) return padded(text, columns)
  while (chars.length > 0 && stringWidth(visible(chars.join(''))) >= columns) chars.pop()
  return padded(`${chars.join('')}…`, columns)
}
