import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs'
import { unlessAbsent } from './text.js'

/** A file above this is left out of the measure: 16 MiB. */
export const maxFileBytes = 16 * 1024 * 1024

/**
 * A file's text as it stands on disk: null where there is no such file, undefined where it cannot be measured
 * (not a regular file, too large, binary). Never waits on a pipe or a device, never follows a final symbolic link.
 */
export const readSnapshot = (path: string): string | null | undefined => {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch (cause) {
    // Below what is no folder there is no file; a link, which O_NOFOLLOW refuses as ELOOP, is there.
    return ['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '') ? null : undefined
  }
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || stat.size > maxFileBytes) return undefined
    return textOf(readFileSync(descriptor))
  } catch {
    return undefined
  } finally {
    closeSync(descriptor)
  }
}

/** Bytes as text, or undefined for binary: a NUL in the first 8,000 bytes, git's own rule (xdiff-interface.c). Bytes that are not UTF-8 read as Latin-1. */
export const textOf = (bytes: Buffer): string | undefined => {
  if (bytes.subarray(0, 8000).includes(0)) return undefined
  const decoded = bytes.toString('utf8')
  return decoded.includes('\uFFFD') ? bytes.toString('latin1') : decoded
}

/** What changes in the file system with a file, so that it need not be read to know it unchanged; null where there is none. */
export const stampOf = (path: string | Buffer): string | null => {
  const stat = unlessAbsent(() => lstatSync(path, { bigint: true }))
  return stat === undefined ? null : `${stat.ino} ${stat.size} ${stat.mtimeNs}`
}
