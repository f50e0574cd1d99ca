import { ProvenanceError } from '../core/errors.js'
import { seePlace } from '../core/file-hints.js'

/** What only reads; the same refusals of all else are of writing. */
const reads: ReadonlySet<string> = new Set(['open', 'read', 'scandir', 'stat', 'lstat', 'readlink', 'access'])

/** Refusals of the system, and not faults of a program (errno(3)); of a file that is not there the caller knows more. */
const refusals: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR'])

/** The error that a refusal of the system stands for: a closed or full disk is no bug of ours. Null for all else. */
export const systemError = (cause: unknown): ProvenanceError | null => {
  const { code = '', syscall = '', path } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT' && syscall === 'uv_cwd')
    return new ProvenanceError(
      'NOT_A_REPOSITORY',
      'the current folder: expected one that is there, got one that is gone',
      { cause, hint: 'cd' },
    )
  // mkdirSync with `recursive` says ENOENT for a read-only file system, too (node 20 to 24).
  const isUnmade = code === 'ENOENT' && (syscall === 'mkdtemp' || syscall === 'mkdir')
  if (!refusals.has(code) && !isUnmade) return null
  const isRead = reads.has(syscall) && code !== 'EROFS' && code !== 'ENOSPC'
  return new ProvenanceError(
    isRead ? 'FILE_UNREADABLE' : 'FILE_UNWRITABLE',
    `${path ?? 'a file'}: expected to be let, got ${code} from ${syscall}${isUnmade ? ', as on a read-only file system' : ''}`,
    { cause, ...(path === undefined ? {} : { hint: seePlace(path.replace(/\/[^/]*$/, '') || '/') }) },
  )
}
