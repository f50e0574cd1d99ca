import { messageLines, shownLines } from './lines.js'
import { maxText } from './sign.js'

const robot = String.raw`(?:\\ud83e\\udd16|\u{1F916})`
const begins = String.raw`(?:co-authored-by:|${robot}?\s?generated with \[)`
/** A line's end typed out, or blanks where the shell left out the ends of lines, before what only an agent writes there. */
const hint = new RegExp(String.raw`\\n\s{0,2}(?:${begins}|assisted-by:)|\S[ \t]{2,4}${begins}`, 'iu')
const seam = new RegExp(String.raw`\\n|(?<=\S)[ \t]{2,4}(?=${begins})`, 'giu')
const maxPieces = 100

/** What stands for a line in one that was not broken, with its place in the message, from 0. */
export type Piece = { readonly text: string; readonly index: number }

/** Footers and trailers whole as they are: quotes would make it a text about them. */
const footer = new RegExp(String.raw`^${robot}?\s?generated with \[[^\]]{1,60}\]\(https?:\/\/[^)\s]{3,200}\)$`, 'iu')
const coauthor = /^co-authored-by: [^<>]{1,100} <[^<>\s]{3,100}>$/i
const other = /^(?:assisted-by|copilot-session): [^<>]{3,200}$/i

const piecesOf = (line: string): readonly string[] => {
  const pieces = line.split(seam, maxPieces).slice(1)
  if (pieces.some((piece) => /["`]/.test(piece))) return []
  return pieces
    .map((piece) => piece.slice(0, maxText).trim())
    .filter((piece) => [footer, coauthor, other].some((pattern) => pattern.test(piece)))
}

/**
 * The footers and trailers of agents in lines that hold several: `\n` was typed out in a shell's argument, or a whole message
 * came in one line. Nothing that is only shown, and nothing from lines with quotes in them. Linear in the message.
 */
export const runTogether = (message: string): readonly Piece[] => {
  if (!hint.test(message)) return []
  const shown = shownLines(message)
  const first = messageLines(message)[0]?.index ?? 0
  return message.split('\n').flatMap((line, index) => {
    if (shown.has(index) || !hint.test(line)) return []
    return piecesOf(line.trimEnd()).map((text) => ({ text, index: index - first }))
  })
}
