import { existsSync } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'

/**
 * Refuses a folder whose name is no UTF-8, which git and the system know and node cannot name: it reads such bytes as U+FFFD, and
 * would make another folder of that name (nodejs.org/api/fs.html, File paths). Throws FILE_UNREADABLE.
 */
export const requireNamed = (folder: string): void => {
  if (!folder.includes('\uFFFD') || existsSync(folder)) return
  throw new ProvenanceError('FILE_UNREADABLE', `${folder}: expected a folder whose path is UTF-8, got other bytes`, {
    hint: 'pwd -P',
  })
}
