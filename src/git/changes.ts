import { execa } from 'execa'
import { type BoundedAnswer, type Bounds, bounded, type Ended, withinBounds } from './bounded.js'
import { readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

/** A file that a commit changes, and the lines it adds there: null for a binary file, and in a merge; undefined where git cannot read it to count them. */
export type ChangedFile = { readonly path: string; readonly added: number | null | undefined }

type Named = { readonly oid: string; readonly parents: readonly string[] }

/** Names are held in memory: some hundred thousand at once. */
const nameBounds: Bounds = { bytes: 2 ** 26, silence: 30_000 }

/**
 * The files that commits change against their parent, in two processes for a whole batch; of a merge, those that are as in
 * none of its parents (git-diff-tree(1), -c). A commit whose trees git could not read has no entry in `found`; one whose files
 * alone are beyond the bounds is in `tooLarge`. Each must be as its name says: one that is not git passes over.
 */
export const changesOf = async (
  repository: UntrustedRepository,
  commits: readonly Named[],
  bounds = nameBounds,
): Promise<{ readonly found: ReadonlyMap<string, readonly ChangedFile[]>; readonly tooLarge: ReadonlySet<string> }> => {
  const isMerge = ({ parents }: Named) => parents.length > 1
  const [single, merges] = [commits.filter((one) => !isMerge(one)), commits.filter(isMerge)]
  const by = (form: readonly string[], read: ReadEntry) => async (some: readonly Named[]) =>
    collect(await diffTree(repository, form, some, bounds), read)
  const [counted, combined] = await Promise.all([
    withinBounds(single, by(['--numstat'], fromNumstat)),
    withinBounds(merges, by(['-c', '--raw'], fromRaw)),
  ])
  // Names of files stand in trees, which are there though a file is gone.
  const left = single.filter(({ oid }) => !counted.found.has(oid) && !counted.tooLarge.has(oid))
  const uncounted = await withinBounds(left, by(['--raw'], fromRawUncounted))
  const all = [counted, combined, uncounted]
  return {
    found: new Map(all.flatMap(({ found }) => [...found])),
    tooLarge: new Set(all.flatMap(({ tooLarge }) => [...tooLarge])),
  }
}

type Output = { readonly tokens: readonly string[]; readonly ended: Ended }

const diffTree = async (
  repository: UntrustedRepository,
  form: readonly string[],
  commits: readonly Named[],
  bounds: Bounds,
): Promise<Output> => {
  const pinned = ['--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none', '-O/dev/null']
  const args = ['diff-tree', '--stdin', '--always', '-r', '--root', '-z', ...pinned, ...form]
  const diff = execa('git', [...readOnlyArgs(repository), ...args], streaming(repository))
  diff.stdin?.end(commits.map(({ oid }) => `${oid}\n`).join(''))
  const chunks: Buffer[] = []
  diff.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  const isStopped = bounded(diff, bounds)
  const { exitCode } = await diff
  const tokens = Buffer.concat(chunks).toString('utf8').split('\0')
  return { tokens: tokens.slice(0, -1), ended: exitCode === 0 ? 'whole' : isStopped() ? 'stopped' : 'failed' }
}

/** Reads one file's entry at a place among the tokens, and says where the next begins; null where none stands. */
type ReadEntry = (tokens: readonly string[], at: number) => { readonly file: ChangedFile; readonly next: number } | null

/** `3 TAB 1 TAB path`, with `-` for both counts of a binary file. */
const fromNumstat: ReadEntry = (tokens, at) => {
  const [, added = '', path = ''] = /^(\d+|-)\t(?:\d+|-)\t(.*)$/s.exec(tokens[at] ?? '') ?? []
  return path === '' ? null : { file: { path, added: added === '-' ? null : Number(added) }, next: at + 1 }
}

/** `::100644 … MM`, then the path. */
const fromRaw: ReadEntry = (tokens, at) =>
  tokens[at]?.startsWith(':') ? { file: { path: tokens[at + 1] ?? '', added: null }, next: at + 2 } : null

const fromRawUncounted: ReadEntry = (tokens, at) => {
  const entry = fromRaw(tokens, at)
  return entry === null ? null : { ...entry, file: { ...entry.file, added: undefined } }
}

/** Each commit's name comes first, then its files. Of those that git did not get to nothing is said. */
const collect = ({ tokens, ended }: Output, read: ReadEntry): BoundedAnswer<readonly ChangedFile[]> => {
  const found = new Map<string, ChangedFile[]>()
  for (let at = 0; at < tokens.length; ) {
    const files: ChangedFile[] = []
    found.set(tokens[at] ?? '', files)
    at += 1
    for (let entry = read(tokens, at); entry !== null; entry = read(tokens, at)) {
      files.push(entry.file)
      at = entry.next
    }
  }
  // The last one named may have been cut off.
  if (ended !== 'whole') found.delete([...found.keys()].at(-1) ?? '')
  return { found, ended }
}
