import { closeSync, lstatSync, openSync, readSync, statSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'
import { unreadableFile } from '../core/file-errors.js'
import { seePlace } from '../core/file-hints.js'

const piece = 2 ** 20

/**
 * The bytes of a file that a person names, a pipe too, but no device, nor what a link makes of a name: a repository can hold one
 * that leads to what never ends. `most` tells by the first MiB how many bytes it may have. Throws FILE_UNREADABLE.
 */
export const readBounded = (path: string, most: (start: Buffer) => number): Buffer => {
  try {
    refuseEndless(path)
    const descriptor = openSync(path, 'r')
    try {
      const start = take(descriptor, piece + 1)
      const limit = most(start)
      const rest = start.length > piece ? take(descriptor, Math.max(0, limit + 1 - start.length)) : Buffer.alloc(0)
      if (start.length + rest.length > limit) throw new Error(`more than ${Math.floor(limit / piece)} MiB`)
      return rest.length === 0 ? start : Buffer.concat([start, rest])
    } finally {
      closeSync(descriptor)
    }
  } catch (cause) {
    if (cause instanceof ProvenanceError) throw cause
    throw unreadableFile(path, 'a readable file', cause)
  }
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

/** As many bytes as there are, up to so many. */
const take = (descriptor: number, count: number): Buffer => {
  const pieces: Buffer[] = []
  for (let left = count; left > 0; ) {
    const bytes = Buffer.alloc(Math.min(left, piece))
    const read = readSync(descriptor, bytes)
    if (read === 0) break
    pieces.push(bytes.subarray(0, read))
    left -= read
  }
  return Buffer.concat(pieces)
}
