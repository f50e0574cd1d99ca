import { ProvenanceError } from '../../core/errors.js'
import { isTracked } from '../../git/work-tree.js'
import { type FileChange, type Left, noPlan, type Plan } from '../../install/plan.js'
import type { Installed } from '../../store/installed.js'
import { readText } from '../../store/text.js'

/** Where hooks are registered: a project, or a person's home, and what we wrote there before. */
export type HooksPlace = { readonly folder: string; readonly installed: Installed }

/** A file in such a place, and what stands in it where hooks of ours do. */
export type Shared = HooksPlace & { readonly path: string; readonly mark: string }

/**
 * What taking ours out of one file would change. It stays, and is named, where nobody can tell what it says; and where it is
 * committed and not by what this clone did: to others it would be a change of theirs.
 */
export const unplanFile = (shared: Shared, changes: () => readonly FileChange[]): Plan => {
  const { path, mark, folder, installed } = shared
  const left = (why: string, unread: boolean): Plan => ({ ...noPlan, left: [{ path, why, unread } satisfies Left] })
  try {
    if (readText(path)?.includes(mark) !== true) return noPlan
    if (installed[path] === undefined && isTracked(folder, path)) return left('committed, and not by this clone', false)
    return { ...noPlan, changes: changes().map((change) => staying(change, installed)) }
  } catch (cause) {
    if (!(cause instanceof ProvenanceError)) throw cause
    // Of a folder, or a file that is closed to us, nobody said that anything of ours is in it.
    if (cause.code === 'FILE_UNREADABLE' && installed[path] === undefined) return noPlan
    return left(cause.message.replace(`${path}: `, ''), true)
  }
}

/** A file that was there before ours stays, though nothing be left in it. */
const staying = (change: FileChange, installed: Installed): FileChange =>
  change.after === null && typeof installed[change.path]?.before === 'string' ? { ...change, after: '' } : change
