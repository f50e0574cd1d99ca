import { readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { byName } from '../../core/by-name.js'
import type { AssembledEdit } from '../../core/edits/assembled-edit.js'
import { type At, renamed } from '../../core/edits/renames.js'
import type { FileAround } from '../../core/record/plan-input.js'
import { emptyTrees, type HashLength } from '../../git/empty-tree.js'
import { isMerging } from '../../git/in-progress.js'
import { type GitObject, readObjects } from '../../git/objects.js'
import { stagedPaths, untrackedPaths } from '../../git/staged.js'
import { readAroundStaged } from '../../git/staged-patch-id.js'
import type { Kept } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { maxFileBytes, readSnapshot, textOf } from '../../store/snapshot.js'

/** What is known of files by their paths. */
export type Known = {
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  readonly unmeasured: ReadonlyMap<string, readonly string[]>
  readonly kept: Kept
}

/** What stands around a commit; `patchIdBeside` is the patch-id of what is staged, null where it has to be asked for. */
export type Around = {
  readonly base: string | null
  readonly files: readonly FileAround[]
  readonly known: Known
  readonly patchIdBeside: (hashLength: HashLength) => string | null
}

/** The files that are known of, as they stand around the commit, with what is known of each under the path it has now. */
export const filesAround = (location: Location, baseName: string, known: Known): Around => {
  const paths = pathsOf(known)
  const { patchIdBeside, ...read } = readFiles(location, baseName, paths)
  const moves = followRenames(location, { ...read, known })
  if (moves.size === 0) return { ...read, known, patchIdBeside }
  const now = underNewPaths(known, moves)
  const olds = new Map(read.files.map((file) => [moves.get(file.path) ?? file.path, file]))
  const { files } = readFiles(location, baseName, pathsOf(now))
  // A renamed file is measured against what it was under its old path.
  return {
    base: read.base,
    known: now,
    patchIdBeside,
    files: files.map((file) => {
      const old = olds.get(file.path)
      return old?.parent == null ? file : { ...file, parent: old.parent, parentPath: old.path }
    }),
  }
}

const pathsOf = ({ edits, unmeasured, kept }: Known): readonly string[] => [
  ...new Set([...Object.keys(kept.files), ...Object.keys(kept.touched), ...edits.keys(), ...unmeasured.keys()]),
]

/** The paths' texts in the base commit, the index, the work tree and what is merged in; `base` is null where there is no such commit. */
const readFiles = (location: Location, baseName: string, paths: readonly string[]) => {
  const merging = isMerging(location.gitDir)
  const sides = [baseName, '', ...(merging ? ['MERGE_HEAD'] : [])]
  const names = sides.flatMap((side) => paths.map((path) => `${side}:${path}`))
  const { objects, patchIdBeside } = readAroundStaged(location.top, [baseName, ...names], baseName)
  const [base, ...found] = objects
  const [committed, staged] = [found.slice(0, paths.length), found.slice(paths.length, 2 * paths.length)]
  const against = base?.oid ?? emptyTrees[hashLengthOf(location, null)]
  const real = stagedTexts(location, against, { paths, committed, staged })
  const blobs = [...committed, ...real, ...found.slice(2 * paths.length)]
  const blobAt = (side: string, index: number) => blobs[sides.indexOf(side) * paths.length + index]
  const textAt = (side: string, index: number) => textIn(blobAt(side, index))
  const files = paths.map((path, index): FileAround => {
    const staged = textAt('', index)
    const work = readSnapshot(join(location.top, path))
    const oidAt = (side: string) => blobAt(side, index)?.oid
    return {
      path,
      parentPath: path,
      staged,
      work,
      parent: textAt(baseName, index),
      changed: oidAt('') !== oidAt(baseName),
      unstaged: work !== staged,
      merged: merging && oidAt('') === oidAt('MERGE_HEAD'),
    }
  })
  return { base: base?.oid ?? null, files, patchIdBeside }
}

type Blobs = readonly (GitObject | null | undefined)[]
type Sides = { readonly paths: readonly string[]; readonly committed: Blobs; readonly staged: Blobs }

/** What is staged of the paths: `git add -N` puts an empty file into the index that no commit has. git is asked only where one is empty. */
const stagedTexts = ({ top }: Location, base: string, { paths, committed, staged }: Sides): Blobs => {
  const isSuspect = (at: number) => staged[at]?.bytes.length === 0 && staged[at]?.oid !== committed[at]?.oid
  if (!paths.some((_, at) => isSuspect(at))) return staged
  const real = new Set(stagedPaths(top, base, 'present'))
  return staged.map((blob, at) => (isSuspect(at) && !real.has(paths[at] ?? '') ? null : blob))
}

/** How files stand in the commit that HEAD names, in the order of their paths. */
export const committedTexts = (location: Location, paths: readonly string[]): readonly (string | null | undefined)[] =>
  readObjects(
    location.top,
    paths.map((path) => `HEAD:${path}`),
  ).map(textIn)

const textIn = (blob: GitObject | null | undefined): string | null | undefined =>
  blob == null ? null : blob.bytes.length > maxFileBytes ? undefined : textOf(blob.bytes)

/** As many new files are looked at for one that went. */
const maxNew = 500

type Before = { readonly base: string | null; readonly files: readonly FileAround[]; readonly known: Known }

/**
 * The paths under which files that an agent wrote, and that went, stand now: a person renamed them, or the agent itself. First
 * among those that are staged, and for what waits among those that git does not know yet. git is asked only where one went.
 */
const followRenames = (location: Location, { base, files, known }: Before): ReadonlyMap<string, string> => {
  const gone = files.filter(isMissing).flatMap(({ path, parent }) => {
    const texts = new Set([parent, lastText(known, path) ?? parent].filter((text) => typeof text === 'string'))
    return [...texts].map((text) => ({ path, text, waits: parent === null }))
  })
  if (gone.length === 0) return new Map()
  // A file that an agent made there itself is no other one under a new name, unless that one was put over it.
  const isNew = ({ path, text }: At) =>
    (known.edits.get(path)?.[0]?.before !== null && known.kept.files[path] === undefined) ||
    (lastText(known, path) !== text && gone.some((one) => one.text === text))
  const staged = renamed(gone, newlyStaged(location, base).filter(isNew))
  const waiting = gone.filter(({ path, waits }) => waits && !staged.has(path))
  if (waiting.length === 0) return staged
  return new Map([...staged, ...renamed(waiting, untracked(location, waiting).filter(isNew))])
}

/**
 * True for a file that is no more, be it that git was not told yet: its new name may be staged before that. Its text is the parent's
 * where the renaming is committed alone, and the agent's lines wait.
 */
const isMissing = ({ work, staged, changed }: FileAround): boolean => work === null && (staged === null || !changed)

const newlyStaged = (location: Location, base: string | null): readonly At[] => {
  const against = base ?? emptyTrees[hashLengthOf(location, null)]
  const paths = stagedPaths(location.top, against, 'new').slice(0, maxNew)
  const blobs = readObjects(
    location.top,
    paths.map((path) => `:${path}`),
  )
  return paths.flatMap((path, index) => {
    const bytes = blobs[index]?.bytes
    const text = bytes === undefined || bytes.length > maxFileBytes ? undefined : textOf(bytes)
    return typeof text === 'string' ? [{ path, text }] : []
  })
}

/** Files that git does not know yet, those first that have the name of one that went, or the end of its name. */
const untracked = (location: Location, gone: readonly At[]): readonly At[] => {
  const [names, ends] = [basename, extname].map((part) => new Set(gone.map(({ path }) => part(path))))
  const rank = (path: string) => (names?.has(basename(path)) ? 0 : ends?.has(extname(path)) ? 1 : 2)
  const paths = [...untrackedPaths(location.top)].sort((a, b) => rank(a) - rank(b)).slice(0, maxNew)
  return paths.flatMap((path) => {
    const text = readSnapshot(join(location.top, path))
    return typeof text === 'string' ? [{ path, text }] : []
  })
}

/** The text that a file last had under an agent's hands. */
const lastText = ({ edits, kept }: Known, path: string): string | null => {
  const last = edits.get(path)?.at(-1)
  if (last !== undefined) return last.after
  const lines = kept.files[path]?.lines
  return lines === undefined ? null : lines.map(({ text }) => text).join('\n')
}

/** What is known, under the paths that files have now. */
const underNewPaths = (known: Known, moves: ReadonlyMap<string, string>): Known => {
  const at = (path: string) => moves.get(path) ?? path
  const moved = <T>(entries: Iterable<readonly [string, T]>) =>
    [...entries].map(([path, value]) => [at(path), value] as const)
  const edits = new Map<string, readonly AssembledEdit[]>()
  // What was done under the old path comes first.
  for (const [path, list] of [...known.edits].sort(([a], [b]) => Number(moves.has(b)) - Number(moves.has(a))))
    edits.set(at(path), [...(edits.get(at(path)) ?? []), ...list])
  return {
    edits,
    unmeasured: new Map(moved(known.unmeasured)),
    kept: {
      ...known.kept,
      files: byName(Object.fromEntries(moved(Object.entries(known.kept.files)))),
      touched: byName(Object.fromEntries(moved(Object.entries(known.kept.touched)))),
    },
  }
}

/** How long names are in this repository: that of a name at hand, else as its configuration says. */
export const hashLengthOf = (location: Location, oid: string | null): HashLength => {
  if (oid !== null) return oid.length === 64 ? 64 : 40
  return /objectformat\s*=\s*sha256/i.test(readFileSync(join(location.commonDir, 'config'), 'utf8')) ? 64 : 40
}
