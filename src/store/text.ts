import { readFileSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'

/** A file's text, null where there is none. Throws FILE_UNREADABLE for one that is there and cannot be read. */
export const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null
    throw new ProvenanceError('FILE_UNREADABLE', `${path}: expected a readable file, got ${(cause as Error).message}`, {
      cause,
    })
  }
}
