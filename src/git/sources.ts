import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { patchIdConfig, patchIdDiffOptions } from './patch-id-options.js'
import { git, tryGit } from './run.js'

/** A file of git's own state, empty where there is none. */
const stateOf = (gitDir: string, ...path: readonly string[]): string => {
  try {
    return readFileSync(join(gitDir, ...path), 'utf8')
  } catch {
    return ''
  }
}

/**
 * The commit that an interactive rebase is putting into HEAD by `squash` or `fixup`, null where it is doing something else.
 * `done` ends with the command that is being carried out (sequencer.c, git 2.39).
 */
export const joining = (gitDir: string): string | null => {
  const last = stateOf(gitDir, 'rebase-merge', 'done').trimEnd().split('\n').at(-1) ?? ''
  return /^(?:s|squash|f|fixup)(?: -[Cc])? ([0-9a-f]{7,64})\b/.exec(last)?.[1] ?? null
}

/** True while an interactive or merging rebase is under way. */
export const isRebasing = (gitDir: string): boolean => existsSync(join(gitDir, 'rebase-merge'))

/** The commits whose change `git merge --squash` laid out for the next commit, newest first (SQUASH_MSG, builtin/merge.c). */
export const squashedInto = (gitDir: string): readonly string[] =>
  [...stateOf(gitDir, 'SQUASH_MSG').matchAll(/^commit ([0-9a-f]{40}|[0-9a-f]{64})$/gm)].map(([, oid = '']) => oid)

/** The message of the commit that `cherry-pick -n` laid out; empty where a merge or a rebase is what left it (sequencer.c, MERGE_MSG). */
export const pickedMessage = (gitDir: string): string =>
  isRebasing(gitDir) || existsSync(join(gitDir, 'MERGE_HEAD')) ? '' : stateOf(gitDir, 'MERGE_MSG')

/** The commit that a rebase stopped at for an edit, by its name before the rebase; null where HEAD is another (sequencer.c, `amend`, `stopped-sha`). */
export const stoppedAt = (gitDir: string, head: string): string | null =>
  stateOf(gitDir, 'rebase-merge', 'amend').trim() === head
    ? stateOf(gitDir, 'rebase-merge', 'stopped-sha').trim() || null
    : null

/** What a `git reset` undid: the commits, and whether all of what they did is staged again, or some of it. */
export type Undone = { readonly commits: readonly string[]; readonly staged: 'all' | 'some' | 'nothing' }

const none: Undone = { commits: [], staged: 'nothing' }

/** As many undone commits as are looked at; a reset over more of them is a move to another place. */
const maxUndone = 200

/** As many of the last moves of HEAD are looked at for a reset; hooks/gate.sh looks at as many. */
const maxMoves = 5

/**
 * Commits that a reset to one before them took off the branch, with nothing but commits since (gitrevisions(7), the reflog).
 * `all` is said where what they did is staged as a whole, right upon the commit that the reset went to.
 */
export const undoneBefore = (location: { readonly top: string; readonly gitDir: string }): Undone => {
  const moves = movesOf(location)
  const isCommit = (move: string) => /\tcommit(?: \(amend\))?: /.test(move)
  const at = moves.findLastIndex((move) => !isCommit(move))
  const [, before = '', target = ''] = /^([0-9a-f]+) ([0-9a-f]+) .*\treset: moving to /.exec(moves[at] ?? '') ?? []
  const cwd = location.top
  if (before === '' || before === target) return none
  const listed = tryGit(['rev-list', `--max-count=${maxUndone}`, '--ancestry-path', `${target}..${before}`, '--'], {
    cwd,
  })
  const commits = linesOf(listed.stdout)
  if (listed.status !== 0 || commits.length === 0 || commits.length === maxUndone) return none
  const differing = new Set(paths(cwd, ['--cached', before]))
  if (differing.size === 0 && at === moves.length - 1) return { commits, staged: 'all' }
  const staged = paths(cwd, ['--cached', 'HEAD'])
  return { commits, staged: staged.some((path) => !differing.has(path)) ? 'some' : 'nothing' }
}

/** True where what is staged is what a commit has. */
export const isStaged = (cwd: string, commit: string): boolean => paths(cwd, ['--cached', commit]).length === 0

/** The last moves of HEAD, `old new …\treason`, oldest first: from the reflog's file, or from git where refs are no files (reftable). */
const movesOf = ({ top, gitDir }: { readonly top: string; readonly gitDir: string }): readonly string[] => {
  const file = stateOf(gitDir, 'logs', 'HEAD').trimEnd()
  if (file !== '') return file.split('\n').slice(-maxMoves)
  const { stdout } = tryGit(['log', '-g', `-${maxMoves + 1}`, '--format=%H%x09%gs', 'HEAD', '--'], { cwd: top })
  const newest = stdout.toString('utf8').trimEnd().split('\n')
  return newest
    .slice(0, maxMoves)
    .map((line, index) => `${(newest[index + 1] ?? '').split('\t')[0]} ${line.replace('\t', ' \t')}`)
    .toReversed()
}

const paths = (cwd: string, between: readonly string[]): readonly string[] =>
  git(['diff', '--name-only', '-z', '--no-ext-diff', '--no-renames', ...between, '--'], { cwd })
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '')

const linesOf = (output: Buffer): readonly string[] => output.toString('latin1').trim().split('\n').filter(Boolean)

/** The stable patch-ids of commits against their first parents, by name; a commit that changes nothing has none. */
export const patchIdsOf = (cwd: string, commits: readonly string[]): ReadonlyMap<string, string> => {
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions.filter((option) => option !== '-p'), '-p']
  const changes = git([...patchIdConfig, ...options], { cwd, input: commits.map((oid) => `${oid}\n`).join('') })
  const sums = git(['patch-id', '--stable'], { cwd, input: changes })
  return new Map(linesOf(sums).map((line) => line.split(' ').reverse() as [string, string]))
}
