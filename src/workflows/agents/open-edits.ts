import { mayHold, type OpenEdit } from '../../core/edits/open-edit.js'
import { readObjects } from '../../git/objects.js'
import type { Location } from '../../store/location.js'
import { textOf } from '../../store/snapshot.js'
import { longestCommand } from './open-looks.js'

/** Those of the open edits that a commit leaves where they are, by their names in the spool: for as long as a command may run, their end may still be told. */
export const editsToKeep = (open: readonly OpenEdit[], now: number): readonly string[] =>
  open.flatMap(({ name, at }) => (now - at < longestCommand ? [name] : []))

/**
 * True where a commit may hold what an agent was about to write: another hook for the same edit commits, or the agent was stopped
 * before it told. `base` is what the staged files are held against.
 */
export const takesOpenEdit = (location: Location, base: string, open: readonly OpenEdit[]): boolean => {
  const files = readObjects(
    location.top,
    open.flatMap(({ before: { path } }) => [`${base}:${path}`, `:${path}`]),
  )
  return open.some((edit, index) => {
    const [committed, staged] = files.slice(2 * index, 2 * index + 2)
    const text = (file: typeof staged) => (file == null ? null : textOf(file.bytes))
    return staged?.oid !== committed?.oid && mayHold(edit, text(committed), text(staged))
  })
}
