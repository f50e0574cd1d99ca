import { readFileSync } from 'node:fs'
import { unreadableFile } from '../../core/file-errors.js'

/** The text of a file that a person names, pipes too; `what` it should be goes into the error. Throws FILE_UNREADABLE. */
export const readGivenFile = (file: string, what: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw unreadableFile(file, what, cause)
  }
}
