import { join } from 'node:path'
import { byName } from '../../core/by-name.js'
import type { AgentEvent, FileSnapshot } from '../../core/edits/event.js'
import { headMovesSince } from '../../git/head-log.js'
import { laidOutSince } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import { stashesIn } from '../../git/stash.js'
import { headCommit, type Modes, submoduleMode, type WorkTreeState, workTreeState } from '../../git/work-tree.js'
import type { Location } from '../../store/location.js'
import { stampOf, textOf } from '../../store/snapshot.js'
import { snapshotOf } from './observed-event.js'
import { stampsOf } from './shell-look.js'
import { type Changes, type Moved, type Pair, sharesOf } from './shell-share.js'

/** So many files that a command was the first to change are measured; of more the record says who wrote them, not how much. */
const maxMeasured = 2_000

type Look = Pick<AgentEvent, 'snapshots' | 'head' | 'standing' | 'at'>

const notLooked = { moves: false, stashes: [] as readonly string[], log: -1 }
const unmoved: ReturnType<typeof headMovesSince> = { commits: [], elsewhere: false }

const movedSince = (location: Location, look: Look, head: string | null): Moved => {
  const { moves, stashes, log } = look.standing ?? notLooked
  const now = look.standing === undefined ? [] : stashesIn(location)
  const newStashes = now.filter((stash) => !stashes.includes(stash))
  const stashed = newStashes.length > 0 || now.length !== stashes.length
  const { commits, elsewhere } = head === look.head ? unmoved : headMovesSince(location, log)
  const merging = laidOutSince(location.gitDir, look.at)
  const still = !elsewhere && !stashed && !merging
  return { laidOut: moves || !still, still, commits, newStashes, oldStashes: stashes, merging }
}

/**
 * What differs from the look; edits that were told of meanwhile are no work of the command's. What a commit took meanwhile
 * went into that commit, and was measured there.
 */
export const changesSince = (location: Location, look: Look, edited: readonly FileSnapshot[]): Changes => {
  const known = new Map([...look.snapshots, ...edited].map((snapshot) => [snapshot.path, snapshot]))
  const now = workTreeState(location.top)
  const moved = movedSince(location, look, now.head)
  const fresh = [...now.changed.keys()].filter((path) => !known.has(path))
  const isStanding = ({ path }: FileSnapshot) => moved.laidOut || now.head === look.head || now.changed.has(path)
  const were = cleanAt(location, { look: look.head, now: moved.laidOut ? now.head : look.head }, fresh)
  const stood = [...known.values()].filter(isStanding)
  const seen = [...stood, ...were.changed].map((before) => ({
    before,
    after: afterOf(location, before, now.changed.get(before.path) ?? null),
  }))
  const pairs = seen.flatMap(({ before, after }) => (after === null ? [] : [{ before, after }]))
  const same = [...seen.flatMap(({ before, after }) => (after === null ? [before.path] : [])), ...were.same]
  const unclear = [...otherwiseChanged(look, now, same), ...hiddenChanges(location, look, now)]
  if (!moved.laidOut) return { edits: [pairs], unclear: [...unclear, ...submodulesIn(pairs, now)] }
  const shares = sharesOf(location, { look, now, moved, pairs, known })
  return { edits: shares.edits, unclear: [...unclear, ...shares.unclear] }
}

type Heads = { readonly look: string | null; readonly now: string | null }

/** The text that files had which did not differ from the commit at the look; those apart that hold it still. */
const cleanAt = (location: Location, heads: Heads, paths: readonly string[]) => {
  const measured = paths.slice(0, maxMeasured)
  const names = [heads.look, heads.now].flatMap((head) => measured.map((path) => `${head ?? 'HEAD'}:${path}`))
  const blobs = readObjects(location.top, names)
  const textAt = (place: number) => {
    const blob = blobs[place]
    return blob == null ? null : textOf(blob.bytes)
  }
  const same: string[] = []
  const changed = paths.flatMap((path, index): readonly FileSnapshot[] => {
    // It differs now, whatever it holds.
    if (index >= maxMeasured) return [{ path, content: undefined, stamp: '' }]
    const [was, is] = [textAt(index), textAt(measured.length + index)]
    const unchanged = was !== undefined && was === snapshotOf(location, path).content
    if (unchanged) same.push(path)
    return unchanged ? [] : [is === undefined ? { path, content: is, stamp: '' } : { path, content: is }]
  })
  return { changed, same }
}

/** The file as it stands now, null where nothing happened to it. What cannot be compared need not be read. */
const afterOf = (location: Location, before: FileSnapshot, modes: Modes): FileSnapshot | null => {
  if (before.stamp !== undefined) {
    const path = join(location.top, before.path)
    const stamp = modes?.work === submoduleMode ? (headCommit(path) ?? '') : stampOf(path)
    return before.stamp === stamp ? null : { path: before.path, content: undefined }
  }
  const after = snapshotOf(location, before.path)
  return after.content === before.content ? null : after
}

/** Files with the same text whose mode a command changed, or that it took out of the index or changed there alone. */
const otherwiseChanged = (look: Look, now: WorkTreeState, paths: readonly string[]): readonly string[] => {
  const { head, standing } = look
  const index = byName(standing?.index ?? {})
  const looked = new Set(look.snapshots.map(({ path }) => path))
  return paths.filter((path) => {
    const modes = now.changed.get(path)
    const stood = index[path]
    // Of one that was untracked no mode is known.
    if (modes == null || standing === undefined || now.head !== head || (stood === undefined && looked.has(path)))
      return false
    const [, staged, work] = stood ?? ['', modes.head, modes.head]
    const isOutOfIndex = modes.index === '000000' && staged !== '000000'
    const isOtherMode = modes.index !== staged && modes.index !== modes.head && modes.index !== modes.work
    return isOutOfIndex || isOtherMode || (!isOutOfIndex && modes.work !== work && modes.work !== '000000')
  })
}

/** What is hidden or cannot be named, and stands in another way than at the look. */
const hiddenChanges = (location: Location, { standing }: Look, now: WorkTreeState): readonly string[] => {
  if (standing === undefined) return []
  const [before, stamps] = [byName(standing.stamps), stampsOf(location, now)]
  const names = new Map(now.unnamed.map((bytes) => [bytes.toString('hex'), '']))
  return Object.keys(stamps).flatMap((path) => (stamps[path] === before[path] ? [] : [names.get(path) ?? path]))
}

/** A submodule that moved: what is in it is told there. */
export const submodulesIn = (pairs: readonly Pair[], { changed }: WorkTreeState): readonly string[] =>
  pairs.flatMap(({ after: { path } }) => (changed.get(path)?.work === submoduleMode ? [path] : []))
