import { commandMark } from '../../agents/command.js'
import { isTracked } from '../../git/work-tree.js'
import type { FileChange, Left, Plan } from '../../install/plan.js'
import { shimMark } from '../../install/shim.js'
import type { Installed } from '../../store/installed.js'
import type { Location } from '../../store/location.js'
import { isBelow } from '../../store/path-inside.js'
import { readText } from '../../store/text.js'
import { otherWorkTrees } from '../../store/work-trees.js'

/** What a note is made by: the folder that is installed in, what is noted already, and the folder whose files nobody else writes. */
type Notes = { readonly folder: string; readonly installed: Installed; readonly own: string }

/** The changes that are noted, so that exactly they are taken back: of files that others write as well. */
export const changesToNote = (notes: Notes, changes: readonly FileChange[]): readonly FileChange[] =>
  changes.filter((change) => !isBelow(notes.own, change.path) && !isRenewed(notes, change))

/** What stood there before would bring older entries of ours back: they are taken out one by one. Those of a team are its own. */
const isRenewed = ({ folder, installed }: Notes, { path, before }: FileChange): boolean => {
  const known = installed[path]
  return (
    before !== null && before !== known?.after && hasOurs(before) && (known !== undefined || !isTracked(folder, path))
  )
}

const hasOurs = (text: string): boolean => text.includes(commandMark) || text.includes(shimMark)

/** Files of other work trees in which something of ours still stands: a person may be at work there, so they are named and left. */
export const leftElsewhere = (
  location: Location,
  installed: Installed,
  { changes, left }: Pick<Plan, 'changes' | 'left'>,
): readonly Left[] => {
  const known = new Set([...changes, ...left].map(({ path }) => path))
  const others = otherWorkTrees(location).map(({ top }) => top)
  // One work tree can lie in another, and the main one where nothing tells it (git-init(1), --separate-git-dir).
  const isElsewhere = (path: string) =>
    !isBelow(location.top, path) || others.some((top) => isBelow(location.top, top) && isBelow(top, path))
  return Object.entries(installed)
    .filter(([path, { after }]) => !known.has(path) && isElsewhere(path) && isOurs(path, after))
    .map(([path]) => ({
      path,
      why: 'in another work tree; to take it back, there: provenance uninstall',
      unread: false,
    }))
}

const isOurs = (path: string, after: string): boolean => {
  try {
    const text = readText(path)
    return text !== null && (text === after || hasOurs(text))
  } catch {
    // Closed to us, or a folder by now: nobody can say that ours is in it.
    return false
  }
}
