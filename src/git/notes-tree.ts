import { readTrees } from './raw-objects.js'
import type { UntrustedRepository } from './read-only.js'
import { treeEntries } from './tree-entries.js'

/** A commit that has a note, and the note's blob. */
export type Noted = { readonly commit: string; readonly blob: string }

/** More notes than any history has: a tree of a few objects, each many times in the one above it, stands for as many as one likes. */
const maxNotes = 2 ** 20

/** Bytes of all trees that are read: some 60 to a note. */
const maxTreeBytes = 2 ** 27

/**
 * What git finds in a notes tree: a note is called by its commit's name, cut after two digits into folders as often as the writer
 * liked (git-notes(1)); anything else in it leads to no note, and is passed over with all that is below it. Each tree is read
 * once for each level that it stands on, however many ways lead to it.
 */
export const readNotesTree = async (
  repository: UntrustedRepository,
  oid: string,
): Promise<{ readonly notes: readonly Noted[]; readonly complete: boolean; readonly tooLarge: boolean }> => {
  const { levels, complete, tooLarge } = await readLevels(repository, oid)
  const counted = count(levels)
  const notes: Noted[] = []
  const [root] = counted[0]?.keys() ?? []
  const isTooLarge = tooLarge || (root !== undefined && (counted[0]?.get(root)?.notes ?? 0) > maxNotes)
  if (root !== undefined && !isTooLarge) collect(counted, { depth: 0, oid: root, name: '' }, notes)
  return { notes, complete, tooLarge: isTooLarge }
}

/** A folder: blobs of notes by the rest of their commits' names, and folders below by two digits of these. */
type Folder = { readonly blobs: ReadonlyMap<string, string>; readonly folders: ReadonlyMap<string, string> }

type Level<Of> = ReadonlyMap<string, Of>

const readLevels = async (
  repository: UntrustedRepository,
  oid: string,
): Promise<{ readonly levels: readonly Level<Folder>[]; readonly complete: boolean; readonly tooLarge: boolean }> => {
  const levels: Level<Folder>[] = []
  let [complete, bytesRead] = [true, 0]
  for (let names = [`${oid}^{tree}`]; names.length > 0; ) {
    const level = new Map<string, Folder>()
    for await (const tree of readTrees(repository, names)) {
      bytesRead += tree.bytes?.length ?? 0
      if (tree.tooLarge || bytesRead > maxTreeBytes) return { levels: [], complete, tooLarge: true }
      if (tree.bytes === null || !tree.intact) complete = false
      else level.set(tree.oid, folderIn(tree.bytes, oid.length, oid.length - 2 * levels.length))
    }
    levels.push(level)
    names = [...new Set([...level.values()].flatMap(({ folders }) => [...folders.values()]))]
  }
  return { levels, complete, tooLarge: false }
}

/** `left` is how many digits of a commit's name are still to come. */
const folderIn = (bytes: Buffer, width: number, left: number): Folder => {
  const [blobs, folders] = [new Map<string, string>(), new Map<string, string>()]
  for (const { mode, name, oid } of treeEntries(bytes, width)) {
    const kind = /^0?40000$/.test(mode) ? folders : blobs
    const fits = kind === folders ? left > 2 && name.length === 2 : name.length === left && mode !== '160000'
    if (fits && /^[0-9a-f]+$/.test(name)) kind.set(name, oid)
  }
  return { blobs, folders }
}

type Counted = { readonly folder: Folder; readonly notes: number }

/** How many notes each folder stands for, from the last level up, so that nobody walks to find out. */
const count = (levels: readonly Level<Folder>[]): readonly Level<Counted>[] => {
  let below: Level<Counted> = new Map()
  const counted = levels.toReversed().map((level) => {
    const sum = ({ blobs, folders }: Folder) =>
      [...folders.values()].reduce((all, oid) => all + (below.get(oid)?.notes ?? 0), blobs.size)
    below = new Map([...level].map(([oid, folder]) => [oid, { folder, notes: sum(folder) }]))
    return below
  })
  return counted.reverse()
}

type At = { readonly depth: number; readonly oid: string; readonly name: string }

const collect = (levels: readonly Level<Counted>[], { depth, oid, name }: At, notes: Noted[]): void => {
  const { folder, notes: many = 0 } = levels[depth]?.get(oid) ?? {}
  if (folder === undefined || many === 0) return
  for (const [rest, blob] of folder.blobs) notes.push({ commit: name + rest, blob })
  for (const [digits, below] of folder.folders)
    collect(levels, { depth: depth + 1, oid: below, name: name + digits }, notes)
}
