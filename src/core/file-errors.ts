import { ProvenanceError } from './errors.js'
import { seePlace } from './file-hints.js'

/** What the system says that it found in the place of a file (errno(3)), in words. */
const found: Readonly<Record<string, string>> = {
  ENOENT: 'none that is there',
  EISDIR: 'a folder',
  ENOTDIR: 'a path that leads through a file',
  EACCES: 'one that is closed to you',
  ENOSPC: 'a full disk',
  EROFS: 'a file system that can only be read',
  EEXIST: 'a file in its place',
}

/** What is said of a place is to be seen in the folder around it. */
const around: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'ENOSPC', 'EROFS'])

type Refusal = { readonly code?: string; readonly message?: string }

/** Why a file could not be had; node's own words, without the name that it used, where they say more. */
const foundInstead = ({ code = '', message = '' }: Refusal): string =>
  found[code] ?? message.replace(/, \w+(?: '.*')?$/, '')

/** The error for a file that a person named and that cannot be read. Of one that is not there, who asked says where it may be. */
export const unreadableFile = (path: string, expected: string, cause: unknown): ProvenanceError => {
  const message = `${path}: expected ${expected}, got ${foundInstead(cause as Refusal)}`
  const hint = (cause as Refusal).code === 'ENOENT' ? {} : { hint: seePlace(path) }
  return new ProvenanceError('FILE_UNREADABLE', message, { cause, ...hint })
}

/** The error for a file that a person named and that cannot be written, by that name and none that was in between. */
export const unwritableFile = (path: string, expected: string, cause: unknown): ProvenanceError => {
  const { code = '' } = cause as Refusal
  const got = code === 'ENOENT' ? `no folder ${path.replace(/\/[^/]*$/, '')}` : foundInstead(cause as Refusal)
  const hint = around.has(code) ? {} : { hint: seePlace(path) }
  return new ProvenanceError('FILE_UNWRITABLE', `${path}: expected ${expected}, got ${got}`, { cause, ...hint })
}
