import { git, tryGit } from './run.js'

/** Paths that differ from HEAD in the index or the work tree, untracked ones too, relative to the top (git-status(1), porcelain v1). */
export const dirtyPaths = (top: string): readonly string[] => {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=all']
  const output = git(args, { cwd: top, env: { GIT_OPTIONAL_LOCKS: '0' } }).toString('utf8')
  // Each entry is `XY path` and a NUL.
  return output.split('\0').flatMap((entry) => (entry.length > 3 ? [entry.slice(3)] : []))
}

/** Those of the paths whose work tree git takes for another one than the index, filters and line ends seen to. */
export const unstagedPaths = (top: string, paths: readonly string[]): ReadonlySet<string> => {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=all']
  const env = { GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1' }
  const output = git([...args, '--', ...paths], { cwd: top, env }).toString('utf8')
  // Of `XY path`, Y tells of the work tree.
  return new Set(output.split('\0').flatMap((entry) => (entry.length > 3 && entry[1] !== ' ' ? [entry.slice(3)] : [])))
}
/** True for a file that is in the index, and so in what others are given (git-ls-files(1)). */
export const isTracked = (top: string, path: string): boolean =>
  tryGit(['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', path], { cwd: top }).status === 0

/** The commit HEAD names, or null before the first one. */
export const headCommit = (top: string): string | null => {
  const { status, stdout } = tryGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: top })
  return status === 0 ? stdout.toString('utf8').trim() : null
}
