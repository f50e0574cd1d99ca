import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Replaces a file in one step, so that a reader, or a kill at any moment, meets the old bytes or the new and
 * never a part. Mode 0600 unless given. Throws what the file system throws; the old file then stands.
 */
export const writeAtomically = (path: string, content: string | Buffer, mode = 0o600): void => {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, content, { mode })
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw cause
  }
}
