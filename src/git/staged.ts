import { nulTerminated } from '../core/split.js'
import { git, tryGit } from './run.js'

/** A path that only `git add -N` put into the index is no part of a commit (git-diff(1), --ita-invisible-in-index; git-commit writes none). */
export const diffStaged = ['diff-index', '--cached', '--ita-invisible-in-index'] as const

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

/** The paths of the files that a commit changes. */
export const namesChangedBy = (cwd: string, commit: string): readonly string[] => {
  const changes = ['diff-tree', '-r', '--root', '--no-commit-id', '--no-renames', '--name-only', '-z', commit]
  return nulTerminated(git(changes, { cwd }).toString('utf8'))
}

/** True where a person or an agent may have changed what a commit changed: a file of it is staged in another form. */
export const isChangedAnew = (cwd: string): boolean => {
  const changes = ['diff-tree', '-r', '--root', '--no-commit-id', '--name-only', '-z', '-m', '--first-parent', 'HEAD']
  const changed = new Set(nulTerminated(git(changes, { cwd }).toString('utf8')))
  return pathsDiffering(cwd, ['--cached', 'HEAD']).some((path) => changed.has(path))
}

/** True where what is staged is what a commit has. */
export const isStaged = (cwd: string, commit: string): boolean => pathsDiffering(cwd, ['--cached', commit]).length === 0

export const pathsDiffering = (cwd: string, between: readonly string[]): readonly string[] =>
  nulTerminated(
    git(['diff', '--name-only', '-z', '--no-ext-diff', '--no-renames', ...between, '--'], { cwd }).toString('utf8'),
  )
