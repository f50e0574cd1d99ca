import { createReadStream } from 'node:fs'
import { ProvenanceError } from '../../core/errors.js'
import { unreadableFile } from '../../core/file-errors.js'
import { shellWord } from '../../core/shell-word.js'

const newline = 0x0a

/** No line is longer, in bytes: a text that is, node could not hold. */
const maxLine = 2 ** 28

/**
 * The lines of a ledger file as the bytes they are, without their newlines: the chain is over bytes, and only a newline ends a
 * line (spec, section 4). `seen` is handed all bytes of the file in their order. Throws FILE_UNREADABLE, LEDGER_BROKEN for a
 * line that is too long for any.
 */
export const lineBytes = (file: string, seen: (bytes: Buffer) => void = () => {}): AsyncGenerator<Buffer> =>
  linesIn(file, piecesOf(file), seen)

/** The lines of a ledger whose bytes come in pieces. Throws LEDGER_BROKEN, by the name of the file, and what the pieces throw. */
export async function* linesIn(
  file: string,
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  seen: (bytes: Buffer) => void = () => {},
): AsyncGenerator<Buffer> {
  // Pieces of a line that is not whole yet: a long one is put together once.
  let begun: Buffer[] = []
  let [lines, length] = [0, 0]
  for await (const chunk of pieces) {
    seen(chunk)
    let at = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, at)) {
      yield Buffer.concat([...begun, chunk.subarray(at, end)])
      begun = []
      at = end + 1
      lines += 1
      length = 0
    }
    if (at < chunk.length) begun.push(chunk.subarray(at))
    length += chunk.length - at
    if (length > maxLine)
      throw new ProvenanceError('LEDGER_BROKEN', `${file}: line ${lines + 1}: expected at most 256 MiB, got more`)
  }
  if (begun.length > 0) yield Buffer.concat(begun)
}

/** What compressed files begin with, and how their contents are printed: RFC 1952, 2.3.1; APPNOTE.TXT, 4.3.7. */
const compressed = [
  { begins: Buffer.from([0x1f, 0x8b]), form: 'gzip', print: 'gzip -dc' },
  { begins: Buffer.from([0x50, 0x4b, 3, 4]), form: 'zip', print: 'unzip -p' },
] as const

/** A ledger that a CI has packed up is not a broken one. */
const refuseCompressed = (file: string, piece: Buffer): void => {
  const found = compressed.find(({ begins }) => piece.subarray(0, begins.length).equals(begins))
  if (found === undefined) return
  throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected a ledger, got a file compressed by ${found.form}`, {
    hint: `${found.print} ${shellWord(file)} | provenance ledger check /dev/stdin`,
  })
}

async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  let isFirst = true
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      if (isFirst) refuseCompressed(file, piece)
      isFirst = false
      yield piece
    }
  } catch (cause) {
    if (cause instanceof ProvenanceError) throw cause
    throw unreadableFile(file, 'a readable file', cause)
  }
}
