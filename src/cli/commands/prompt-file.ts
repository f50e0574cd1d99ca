import { readFileSync } from 'node:fs'
import { ProvenanceError } from '../../core/errors.js'

/** A prompt's text from a file, `-` for standard input. Throws FILE_UNREADABLE. */
export const readPrompt = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (cause) {
    throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected a readable file, got ${(cause as Error).message}`, {
      cause,
    })
  }
}
