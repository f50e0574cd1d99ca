import { byName } from '../../core/by-name.js'
import type { AgentEvent, FileSnapshot } from '../../core/edits/event.js'
import { type Share, shareInStash, shareOf } from '../../core/edits/laid-out.js'
import { blobsOfHistory } from '../../git/history-blobs.js'
import { readObjects } from '../../git/objects.js'
import { pathsInStash } from '../../git/stash.js'
import type { WorkTreeState } from '../../git/work-tree.js'
import type { Location } from '../../store/location.js'
import { maxFileBytes, textOf } from '../../store/snapshot.js'

/** A file before a command and after it. */
export type Pair = { readonly before: FileSnapshot; readonly after: FileSnapshot }

/** What a command did: edits one after the other, and paths of which nobody can say what it did there. */
export type Changes = { readonly edits: readonly (readonly Pair[])[]; readonly unclear: readonly string[] }

/** What git did since a look: where HEAD went, which stashes came, whether it laid out what somebody wrote before. */
export type Moved = {
  readonly laidOut: boolean
  readonly still: boolean
  readonly commits: readonly string[]
  /** Stashes made since, and those of the look, some of which may be gone. */
  readonly newStashes: readonly string[]
  readonly oldStashes: readonly string[]
  /** A merge or its like began since: it brings lines that stand nowhere yet. */
  readonly merging: boolean
}

/** Of so many files the history is asked for, and the new stashes looked through. */
const maxFiles = 500
const maxStashes = 5

type Seen = {
  readonly look: Pick<AgentEvent, 'head' | 'standing'>
  readonly now: WorkTreeState
  readonly moved: Moved
  readonly pairs: readonly Pair[]
  /** How files that differed at the look stood there, or after an edit since. */
  readonly known: ReadonlyMap<string, FileSnapshot>
}

/** What git has of a file: its text in a commit or a stash, null for none, and all that could have been laid out there. */
type Shelf = {
  readonly textIn: (oid: string | null, path: string) => string | null
  readonly sourcesOf: (path: string) => readonly string[]
}

/** What of the changed files is the agent's, where git laid out in the same command what somebody wrote before. */
export const sharesOf = (location: Location, seen: Seen): Changes => {
  const stashed = seen.moved.newStashes.slice(0, maxStashes).flatMap((stash) =>
    pathsInStash(location.top, stash)
      .slice(0, maxFiles)
      .map((path) => ({ stash, path })),
  )
  const paths = [...new Set([...seen.pairs.map(({ after }) => after.path), ...stashed.map(({ path }) => path)])]
  if (paths.length === 0) return { edits: [], unclear: [] }
  const shelf = paths.length > maxFiles ? null : shelfOf(location, seen, paths)
  if (shelf === null) return { edits: [], unclear: paths }
  const inStashes = stashed.map(({ stash, path }) => ({ path, share: stashShare(seen, shelf, { stash, path }) }))
  const inFiles = seen.pairs.map((pair) => ({ path: pair.after.path, share: fileShare(seen, shelf, pair) }))
  return changesIn([...inStashes, ...inFiles])
}

/** Steps of all the files, the first of each in the first edit: an edit tells of a file once. */
const changesIn = (shares: readonly { readonly path: string; readonly share: Share }[]): Changes => {
  const edits: Pair[][] = []
  const told = new Map<string, number>()
  for (const { path, share } of shares)
    for (const { before, after } of share.steps) {
      const nth = told.get(path) ?? 0
      told.set(path, nth + 1)
      edits[nth] = [...(edits[nth] ?? []), { before: { path, content: before }, after: { path, content: after } }]
    }
  return { edits, unclear: shares.flatMap(({ path, share }) => (share.unclear ? [path] : [])) }
}

/** What the agent wrote and put aside in one command: its stash holds it, no file does. */
const stashShare = ({ look, known }: Seen, shelf: Shelf, { stash, path }: { stash: string; path: string }): Share => {
  const before = known.get(path)?.content ?? shelf.textIn(look.head, path)
  const stashed = shelf.textIn(stash, path) ?? shelf.textIn(`${stash}^3`, path)
  return stashed === null ? nothing : shareInStash(before, stashed, shelf.sourcesOf(path))
}

const nothing: Share = { steps: [], unclear: false }

const fileShare = ({ look, now, moved }: Seen, shelf: Shelf, { before, after }: Pair): Share => {
  const { path } = after
  if (before.content === undefined || after.content === undefined) return { steps: [], unclear: true }
  const waiting = [now.head, ...moved.commits, ...moved.newStashes.flatMap(sidesOf)]
  const share = shareOf({
    before: before.content,
    after: after.content,
    still: moved.still,
    wasCommitted: shelf.textIn(look.head, path),
    committed: shelf.textIn(now.head, path),
    sources: shelf.sourcesOf(path),
    kept: waiting.flatMap((oid) => shelf.textIn(oid, path) ?? []),
  })
  // What a merge brings may stand in no file of this name yet.
  const untold = moved.merging && share.steps.some(({ after: made }) => made === after.content && made !== null)
  return untold ? { steps: [], unclear: true } : share
}

/** The trees of a stash (git-stash(1)): the files, the index, those that were untracked. */
const sidesOf = (stash: string): readonly string[] => [stash, `${stash}^2`, `${stash}^3`]

/** Reads by one process all that is asked for of the paths; null where the history takes too long. */
const shelfOf = (location: Location, { look, now, moved }: Seen, paths: readonly string[]): Shelf | null => {
  const stashes = moved.newStashes.flatMap(sidesOf)
  const trees = [look.head, now.head, ...moved.commits, ...stashes].filter((oid) => oid !== null)
  const history = blobsOfHistory(
    location,
    paths,
    look.head === null ? moved.oldStashes : [look.head, ...moved.oldStashes],
  )
  if (history === null) return null
  const index = byName(look.standing?.index ?? {})
  const staged = (path: string) => index[path]?.slice(0, 1) ?? []
  const ofPath = (path: string) => [
    ...trees.map((oid) => `${oid}:${path}`),
    ...staged(path),
    ...(history.get(path) ?? []),
  ]
  const names = [...new Set(paths.flatMap(ofPath))]
  const read = new Map(readObjects(location.top, names).map((object, index) => [names[index] ?? '', object]))
  const textOfName = (name: string): string | null => {
    const object = read.get(name)
    const text = object?.type === 'blob' && object.bytes.length <= maxFileBytes ? textOf(object.bytes) : undefined
    return text ?? null
  }
  const sourcesOf = (path: string) => {
    // What is asked about is no source of itself.
    const made = new Set(stashes.map((oid) => read.get(`${oid}:${path}`)?.oid))
    const blobs = [...(history.get(path) ?? [])].filter((oid) => !made.has(oid))
    const names = [`${look.head}:${path}`, `${now.head}:${path}`, ...staged(path), ...blobs]
    return names.flatMap((name) => textOfName(name) ?? [])
  }
  return { textIn: (oid, path) => (oid === null ? null : textOfName(`${oid}:${path}`)), sourcesOf }
}
