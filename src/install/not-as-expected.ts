import { ProvenanceError } from '../core/errors.js'
import { seeText } from '../core/file-hints.js'

/** The error for a file of somebody else's that has another form than the one we write into. */
export const notAsExpected = (path: string, expected: string, hint: string = seeText(path)): ProvenanceError =>
  new ProvenanceError('CONFIG_INVALID', `${path}: expected ${expected}, got something else; it was left as it is`, {
    hint,
  })
