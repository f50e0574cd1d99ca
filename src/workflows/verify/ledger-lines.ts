import { createReadStream } from 'node:fs'
import { ProvenanceError } from '../../core/errors.js'

const newline = 0x0a

/** No line is longer, in bytes: a text that is, node could not hold. */
const maxLine = 2 ** 28

/**
 * The lines of a ledger file as the bytes they are, without their newlines: the chain is over bytes, and only a newline ends a
 * line (spec, section 4). `seen` is handed all bytes of the file in their order. Throws FILE_UNREADABLE, LEDGER_BROKEN for a
 * line that is too long for any.
 */
export async function* lineBytes(file: string, seen: (bytes: Buffer) => void = () => {}): AsyncGenerator<Buffer> {
  // Pieces of a line that is not whole yet: a long one is put together once.
  let begun: Buffer[] = []
  let [lines, length] = [0, 0]
  for await (const chunk of piecesOf(file)) {
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

async function* piecesOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>
  } catch (cause) {
    const said = (cause as Error).message
    throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected a readable file, got ${said}`, { cause })
  }
}
