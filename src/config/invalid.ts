import { ProvenanceError } from '../core/errors.js'

/** The error for a configuration that cannot be taken; the hint is a command that shows what is wrong with it. */
export const invalidConfig = (message: string, hint: string, cause?: unknown): ProvenanceError =>
  new ProvenanceError('CONFIG_INVALID', message, { cause, hint })
