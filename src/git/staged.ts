import { nulTerminated } from '../core/split.js'
import { readObjectsBeside } from './objects.js'
import { intoPatchId, patchIdConfig, patchIdDiffOptions } from './patch-id-options.js'
import { git, gitInto, type Pipe, tryGit } from './run.js'

/** The object name of the empty tree, which git knows without storing it, by length of object names (git-hash-object(1)). */
export const emptyTrees = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
} as const

export type HashLength = keyof typeof emptyTrees

/** A path that only `git add -N` put into the index is no part of a commit (git-diff(1), --ita-invisible-in-index; git-commit writes none). */
export const diffStaged = ['diff-index', '--cached', '--ita-invisible-in-index'] as const

/** git's own pipe for the patch-id of what is staged against a base, under the diff settings that `verify` uses (git-patch-id(1)). */
const patchIdPipe = (base: string): Pipe => ({
  // What is staged is the same whatever a file system monitor says, which is a program of the repository's.
  args: ['-c', 'core.fsmonitor=false', ...patchIdConfig, ...diffStaged, ...patchIdDiffOptions, base, '--'],
  into: intoPatchId,
})

/** The id in what that pipe prints, `<patch-id> <commit>`; all zeros where nothing changes. */
const patchIdIn = (output: Buffer, hashLength: HashLength): string =>
  output.toString('utf8').slice(0, hashLength).trim() || '0'.repeat(hashLength)

/** The stable patch-id of what is staged against a base commit (null: against nothing). Throws GIT_FAILED. */
export const stagedPatchId = (top: string, base: string | null, hashLength: HashLength): string =>
  patchIdIn(gitInto(patchIdPipe(base ?? emptyTrees[hashLength]), { cwd: top }), hashLength)

/** The stable patch-id of what one commit changes another to. Throws GIT_FAILED. */
export const patchIdBetween = (top: string, commits: readonly [string, string], hashLength: HashLength): string => {
  const args = [...patchIdConfig, 'diff-tree', '-r', ...patchIdDiffOptions, ...commits, '--']
  return patchIdIn(gitInto({ args, into: intoPatchId }, { cwd: top }), hashLength)
}

/** Objects by name, as `readObjects`, and the patch-id of what is staged against a base, by a git beside it; null where git cannot tell it. */
export const readAroundStaged = (top: string, names: readonly string[], base: string) => {
  const { objects, piped } = readObjectsBeside(top, names, patchIdPipe(base))
  const patchIdOf = (hashLength: HashLength) => (piped === null ? null : patchIdIn(piped, hashLength))
  return { objects, patchIdOf }
}

const filters = { changed: [], new: ['--diff-filter=A'], present: ['--diff-filter=d'] } as const

/** The paths that are staged in another way than in a base commit; those alone that it has not, or that the next commit will have. */
export const stagedPaths = (top: string, base: string, which: keyof typeof filters): readonly string[] =>
  pathsPrinted(top, [...diffStaged, '--name-only', ...filters[which], '--no-renames', '-z', base, '--'])

/** The paths of files that are neither staged nor ignored (git-ls-files(1), --others), nor more than announced by `git add -N`. */
export const untrackedPaths = (top: string): readonly string[] => [
  ...pathsPrinted(top, ['ls-files', '-z', '--others', '--exclude-standard']),
  ...pathsPrinted(top, ['diff-files', '--name-only', '--diff-filter=A', '--ita-invisible-in-index', '-z']),
]

const pathsPrinted = (top: string, args: readonly string[]): readonly string[] =>
  nulTerminated(git(args, { cwd: top }).toString('utf8'))

/** A staged change of more bytes is not looked through. */
const maxPatchBytes = 2 ** 24

/** Lines further down in a file are not looked at. */
const maxLine = 5_000_000

/**
 * The lines that the staged change adds, by path, white space aside, each at its place in the file; undefined for the others.
 * Nothing of a path that git would quote, nor of a change that is too large. git-diff-index(1), -p.
 */
export const stagedAdditions = (top: string, base: string): ReadonlyMap<string, readonly (string | undefined)[]> => {
  const options = [
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-color',
    '--unified=0',
    '--inter-hunk-context=0',
    '-w',
  ]
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/']
  const config = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false']
  const { status, stdout } = tryGit([...config, ...diffStaged, '-p', ...options, ...prefixes, base, '--'], {
    cwd: top,
  })
  const additions = new Map<string, (string | undefined)[]>()
  if (status !== 0 || stdout.length > maxPatchBytes) return additions
  let lines: (string | undefined)[] = []
  let at = -1
  for (const line of stdout.toString('utf8').split('\n')) {
    const hunk = /^@@ -\S+ \+(\d+)/.exec(line)
    if (line.startsWith('diff --git ')) at = -1
    else if (hunk !== null) at = Number(hunk[1]) - 1
    else if (at < 0 && line.startsWith('+++ ')) {
      lines = []
      if (line.startsWith('+++ b/')) additions.set(line.slice('+++ b/'.length).replace(/\t$/, ''), lines)
    } else if (at >= 0 && line.startsWith('+')) {
      if (at < maxLine) lines[at] = line.slice(1)
      at += 1
    }
  }
  return additions
}

/** Paths that are left out of the measure, and those that git passes through a filter on their way into the index. */
export type FileAttributes = { readonly excluded: ReadonlySet<string>; readonly filtered: ReadonlySet<string> }

const excluding = ['linguist-generated', 'linguist-vendored', 'binary']
const filtering = ['filter', 'working-tree-encoding']

/**
 * Which of the paths attributes call generated or vendored (linguist's `linguist-generated`, `linguist-vendored`) or binary,
 * and which have a filter or an encoding (gitattributes(5)).
 */
export const fileAttributes = (top: string, paths: readonly string[]): FileAttributes => {
  const [excluded, filtered] = [new Set<string>(), new Set<string>()]
  if (paths.length === 0) return { excluded, filtered }
  const { status, stdout } = tryGit(['check-attr', '-z', '--stdin', ...excluding, ...filtering], {
    cwd: top,
    input: `${paths.join('\0')}\0`,
  })
  if (status !== 0) return { excluded, filtered }
  // Triples of `path NUL attribute NUL value NUL`.
  const fields = stdout.toString('utf8').split('\0')
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', name = '', value = ''] = fields.slice(at, at + 3)
    if (filtering.includes(name)) {
      if (value !== 'unspecified' && value !== 'unset') filtered.add(path)
    } else if (value === 'set' || value === 'true') excluded.add(path)
  }
  return { excluded, filtered }
}
