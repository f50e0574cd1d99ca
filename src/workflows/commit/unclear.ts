import type { AgentEvent } from '../../core/edits/event.js'
import { stagedPaths } from '../../git/staged.js'
import { workTreeState } from '../../git/work-tree.js'
import type { Location } from '../../store/location.js'
import type { Spool } from '../../store/spool.js'

const pathsOf = (event: AgentEvent): readonly string[] | null =>
  event.kind === 'unread' && event.snapshots.length > 0 ? event.snapshots.map(({ path }) => path) : null

const holds = (taken: ReadonlySet<string>, path: string): boolean =>
  taken.has(path) || (path.endsWith('/') && [...taken].some((one) => one.startsWith(path)))

/**
 * What a commit means for files of which nobody can tell what an agent did to them: whether it takes one, and which reports of
 * them wait for a later commit, by their names in the spool. git is asked only where there are any.
 */
export const unclearIn = (location: Location, base: string, { entries }: Spool) => {
  const told = entries.flatMap((entry) => {
    const paths = entry.form === 'event' ? pathsOf(entry.event) : null
    return paths === null ? [] : [{ name: entry.name, paths }]
  })
  if (told.length === 0) return { isTaken: false, waiting: new Set<string>() }
  const taken = new Set(stagedPaths(location.top, base, 'changed'))
  const isTaken = ({ paths }: { readonly paths: readonly string[] }) => paths.some((path) => holds(taken, path))
  const left = told.filter((one) => !isTaken(one))
  // What is hidden never shows as changed, and is asked about once.
  const changed = left.length === 0 ? null : workTreeState(location.top).changed
  const waiting = left.filter(({ paths }) => paths.some((path) => changed?.has(path)))
  return { isTaken: left.length < told.length, waiting: new Set(waiting.map(({ name }) => name)) }
}
