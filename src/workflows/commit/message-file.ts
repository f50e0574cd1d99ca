import { statSync } from 'node:fs'
import { writeAtomically } from '../../store/atomic.js'

/** Replaces the file with a commit's message in one step; its mode stays. Throws what the file system throws. */
export const writeMessage = (messageFile: string, message: Buffer): void =>
  writeAtomically(messageFile, message, statSync(messageFile).mode & 0o777)
