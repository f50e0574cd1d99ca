import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** So much of a transcript's end is read: 8 MiB. */
const tailBytes = 8 * 1024 * 1024

/** The end of a transcript as text; null where it cannot be read. Never waits on a pipe. */
export const readTranscriptTail = (path: string): string | null => {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const { size } = fstatSync(descriptor)
      if (!fstatSync(descriptor).isFile()) return null
      const tail = Buffer.alloc(Math.min(size, tailBytes))
      const read = readSync(descriptor, tail, 0, tail.length, Math.max(0, size - tail.length))
      return tail.toString('utf8', 0, read)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}
