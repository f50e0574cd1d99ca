import { statfsSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'

/** What is left to git on the disk, in bytes: a commit of many folders writes a tree for each, and its own files. */
export const reserve = 2 ** 20

/** Where less is free, in bytes, nothing is kept that only saves time. */
export const plenty = 2 ** 24

/** Bytes that may still be written where a folder lies; without end where the file system does not say (statfs(2), f_bavail). */
export const freeBytes = (folder: string): number => {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder)
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** Refuses to write so many bytes where git would be left without room for its own. Throws FILE_UNWRITABLE. */
export const requireRoom = (folder: string, bytes: number): void => {
  const [free, needed] = [freeBytes(folder), bytes + reserve]
  if (free >= needed) return
  const kilobytes = (size: number) => `${Math.ceil(size / 1024)} KB`
  throw new ProvenanceError(
    'FILE_UNWRITABLE',
    `the disk is nearly full: expected ${kilobytes(needed)} free, got ${kilobytes(free)}`,
    { hint: `df -k ${shellWord(folder)}` },
  )
}
