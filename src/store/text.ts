import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'

/** A file's text, null where there is none. Throws FILE_UNREADABLE for one that is there and cannot be read. */
export const readText = (path: string): string | null => bytesAt(path)?.toString('utf8') ?? null

/** As readText, for a file that will be written again. Throws CONFIG_INVALID for bytes that would not come back as they were. */
export const readExactText = (path: string): string | null => {
  const bytes = bytesAt(path)
  if (bytes === null || isUtf8(bytes)) return bytes?.toString('utf8') ?? null
  throw new ProvenanceError('CONFIG_INVALID', `${path}: expected UTF-8, got other bytes; it was left as it is`, {
    hint: `file ${shellWord(path)}`,
  })
}

const bytesAt = (path: string): Buffer | null => {
  try {
    return readFileSync(path)
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null
    throw new ProvenanceError('FILE_UNREADABLE', `${path}: expected a readable file, got ${(cause as Error).message}`, {
      cause,
    })
  }
}
