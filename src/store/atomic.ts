import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** A name for what is to take a file's place: one that nobody can guess, for a repository can hold links of any name. */
export const draftName = (path: string): string => `${path}.${randomBytes(8).toString('hex')}.tmp`

/** A file in the making, beside the one whose place it is to take. */
export type Draft = { readonly path: string; readonly descriptor: number }

/** Opens a draft beside a file: never what is there already, nor what a link leads to (open(2), O_EXCL). Throws what the file system throws. */
export const openDraft = (target: string, mode: number): Draft => {
  const path = draftName(target)
  return { path, descriptor: openSync(path, 'wx', mode) }
}

/** Writes a whole draft beside a file and returns its path. Throws what the file system throws; nothing is left behind then. */
export const writeDraft = (target: string, content: string | Buffer, mode: number): string => {
  const { path, descriptor } = openDraft(target, mode)
  try {
    writeFileSync(descriptor, content)
    return path
  } catch (cause) {
    rmSync(path, { force: true })
    throw cause
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Replaces a file in one step, so that a reader, or a kill at any moment, meets the old bytes or the new and
 * never a part. Mode 0600 unless given. Throws what the file system throws; the old file then stands.
 */
export const writeAtomically = (path: string, content: string | Buffer, mode = 0o600): void => {
  const draft = writeDraft(path, content, mode)
  try {
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw cause
  }
}

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants

/** Adds to the end of a file of our own, which is made where there is none; a link is not followed (open(2), O_NOFOLLOW). Throws what the file system throws. */
export const append = (path: string, content: string): void => {
  const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
  try {
    writeFileSync(descriptor, content)
  } finally {
    closeSync(descriptor)
  }
}
