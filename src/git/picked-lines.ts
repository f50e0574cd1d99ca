import { changedLinesOptions, patchIdConfig } from './patch-id-options.js'
import { git } from './run.js'
import { diffStaged } from './staged.js'

/** True where what is staged adds to HEAD, and takes from it, the very lines that a commit added to its parent and took from it. Throws GIT_FAILED. */
export const stagesLinesOf = (top: string, commit: string): boolean => {
  const own = ['diff-tree', '--root', '--no-commit-id', '-r', ...changedLinesOptions, commit, '--']
  const staged = ['-c', 'core.fsmonitor=false', ...patchIdConfig, ...diffStaged, ...changedLinesOptions, 'HEAD', '--']
  return changedLines(git([...patchIdConfig, ...own], { cwd: top })) === changedLines(git(staged, { cwd: top }))
}

/** A diff without what tells where its lines stand, and in which objects (git-diff(1), "Generating patch text with -p"). */
const changedLines = (diff: Buffer): string =>
  diff
    .toString('latin1')
    .split('\n')
    .filter((line) => !line.startsWith('@@ ') && !line.startsWith('index '))
    .join('\n')
