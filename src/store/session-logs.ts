import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** So much of a log's end is read, and so much of its start, where the session says what made it: 8 MiB and 64 KiB. */
const tailBytes = 8 * 1024 * 1024
const headBytes = 64 * 1024

/** As many names of one folder are looked through for a `*`. */
const maxNames = 2_000

/** A log's text, of a long one the end; then its start, too, from which it is cut off. */
export type LogText = { readonly text: string; readonly start: string | null }

/** A log as text; null where it cannot be read. `*` stands for any one name. Never waits on a pipe. */
export const readLog = (pattern: string): LogText | null => {
  const path = pattern.includes('*') ? newestOf(pattern) : pattern
  if (path === null) return null
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const { size } = fstatSync(descriptor)
      if (!fstatSync(descriptor).isFile()) return null
      const text = readAt(descriptor, Math.max(0, size - tailBytes), tailBytes)
      return { text, start: size <= tailBytes ? null : readAt(descriptor, 0, headBytes) }
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}

const readAt = (descriptor: number, position: number, length: number): string => {
  const bytes = Buffer.alloc(Math.min(length, fstatSync(descriptor).size))
  return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, position))
}

/** The last in order of the files that a pattern stands for: those in folders named by date come last when they are newest. */
const newestOf = (pattern: string): string | null => {
  const folder = dirname(pattern)
  const files = expand(folder).flatMap((one) => namesIn(one, pattern.slice(folder.length + 1)))
  return files.findLast((file) => existsSync(file)) ?? null
}

const expand = (folder: string): readonly string[] => {
  if (!folder.includes('*')) return [folder]
  const above = dirname(folder)
  return expand(above).flatMap((one) => namesIn(one, folder.slice(above.length + 1)))
}

const namesIn = (folder: string, name: string): readonly string[] => {
  if (!name.includes('*')) return [join(folder, name)]
  const [before = '', ...behind] = name.split('*')
  const end = behind.at(-1) ?? ''
  try {
    return readdirSync(folder)
      .filter((one) => one.length >= before.length + end.length && one.startsWith(before) && one.endsWith(end))
      .sort()
      .slice(-maxNames)
      .map((one) => join(folder, one))
  } catch {
    return []
  }
}
