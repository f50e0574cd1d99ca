import { closeSync, lstatSync, openSync, readSync, statSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'
import { unreadableFile } from '../core/file-errors.js'
import { seePlace } from '../core/file-hints.js'

const piece = 2 ** 20

/**
 * The bytes of a file that a person names, a MiB after the other; of a pipe too, but no device, nor what a link makes of a name:
 * a repository can hold one that leads to what never ends. Throws FILE_UNREADABLE.
 */
export function* pieces(path: string): Generator<Buffer, undefined> {
  try {
    refuseEndless(path)
    const descriptor = openSync(path, 'r')
    try {
      for (let bytes = take(descriptor); bytes.length > 0; bytes = take(descriptor)) yield bytes
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    if (cause instanceof ProvenanceError) throw cause
    throw unreadableFile(path, 'a readable file', cause)
  }
}

/** A file's pieces as one, of at most so many bytes. Throws FILE_UNREADABLE. */
export const joined = (path: string, all: Iterable<Buffer>, most: number): Buffer => {
  const read: Buffer[] = []
  let length = 0
  for (const bytes of all) {
    read.push(bytes)
    length += bytes.length
    if (length > most)
      throw unreadableFile(path, 'a readable file', new Error(`more than ${Math.floor(most / piece)} MiB`))
  }
  return Buffer.concat(read)
}

const refuseEndless = (path: string): void => {
  const found = statSync(path)
  // Names of what is open already (`<(…)`, standard input) are links, too.
  const isLink = !/^\/(?:dev|proc)\//.test(path) && lstatSync(path).isSymbolicLink()
  if (found.isFile() || found.isDirectory() || (found.isFIFO() && !isLink)) return
  throw new ProvenanceError('FILE_UNREADABLE', `${path}: expected a file, got a pipe or a device`, {
    hint: seePlace(path),
  })
}

/** As many bytes as there are, up to a piece: a pipe gives fewer at a time. */
const take = (descriptor: number): Buffer => {
  const bytes = Buffer.alloc(piece)
  let length = 0
  for (let read = -1; read !== 0 && length < piece; length += read)
    read = readSync(descriptor, bytes, length, piece - length, null)
  return bytes.subarray(0, length)
}
