/** Commands of git that lay out nothing in the work tree that somebody wrote before, whatever their options (git(1)). */
const harmless: ReadonlySet<string> = new Set([
  'add',
  'blame',
  'branch',
  'commit',
  'config',
  'describe',
  'fetch',
  'grep',
  'help',
  'init',
  'log',
  'ls-files',
  'push',
  'remote',
  'rev-list',
  'rev-parse',
  'rm',
  'mv',
  'shortlog',
  'show-ref',
  'status',
  'tag',
  'version',
  'diff',
  'diff-index',
  'diff-tree',
  'ls-tree',
  'merge-base',
  'reflog',
  'for-each-ref',
  'check-ignore',
  'fsck',
  'gc',
])

/**
 * True where a command may have git lay out what somebody wrote before (git-stash(1), git-checkout(1), …): it names git with
 * any subcommand but one that surely does not, or in a way that tells none.
 */
export const movesGit = (command: string | null): boolean =>
  [...(command ?? '').matchAll(/\bgit(?:\.exe)?["']?\s+((?:-[cC]\s+\S+\s+|-\S+\s+)*)([^\s;&|)"'`]*)/g)].some(
    ([, , subcommand = '']) => !harmless.has(subcommand),
  )
