import { readFileSync } from 'node:fs'
import { ProvenanceError } from '../../core/errors.js'

/** The text of a file that a person names, pipes too; `what` it should be goes into the error. Throws FILE_UNREADABLE. */
export const readGivenFile = (file: string, what: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const said = (cause as Error).message
    throw new ProvenanceError('FILE_UNREADABLE', `${file}: expected ${what}, got ${said}`, { cause })
  }
}
