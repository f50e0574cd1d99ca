import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines, nulTerminated } from '../core/split.js'
import { type GitObject, readObjects } from './objects.js'
import { patchIdConfig, patchIdDiffOptions, withoutNuls } from './patch-id-options.js'
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

/**
 * The first of the commits that a rebase makes one, by its name before the rebase, where the next of them is the second; a commit
 * that the rebase left as it was is not named (sequencer.c, `rewritten-pending`).
 */
export const joinedFirst = (gitDir: string): string | undefined => {
  const [first, ...others] = nonEmptyLines(stateOf(gitDir, 'rebase-merge', 'rewritten-pending'))
  return others.length === 0 ? first : undefined
}

/**
 * True where the commit in progress is the one a rebase stopped at, as on a conflict: somebody's hands were in it
 * (sequencer.c, `stopped-sha`, gone with the next command).
 */
export const hasStopped = (gitDir: string): boolean => existsSync(join(gitDir, 'rebase-merge', 'stopped-sha'))

/** True while an interactive or merging rebase is under way. */
export const isRebasing = (gitDir: string): boolean => existsSync(join(gitDir, 'rebase-merge'))

/** True while a cherry-pick or a revert is under way (gitrevisions(7)). */
export const isPicking = (gitDir: string): boolean =>
  ['CHERRY_PICK_HEAD', 'REVERT_HEAD'].some((name) => existsSync(join(gitDir, name)))

/** True while a revert is under way, or one that `revert -n` laid out (gitrevisions(7)). */
export const isReverting = (gitDir: string): boolean => existsSync(join(gitDir, 'REVERT_HEAD'))

/** True where the commit in progress is another one's copy: of a cherry-pick or a revert, or of a rebase that stopped at a conflict and not for an edit. */
export const isCopying = (gitDir: string): boolean =>
  isPicking(gitDir) || (hasStopped(gitDir) && !existsSync(join(gitDir, 'rebase-merge', 'amend')))

/** The commit that a cherry-pick, or a rebase, is picking; null where git does not name it (gitrevisions(7), git-rebase(1)). */
export const pickedCommit = (gitDir: string): string | null =>
  [stateOf(gitDir, 'CHERRY_PICK_HEAD').trim(), stateOf(gitDir, 'REBASE_HEAD').trim()].find((name) => name !== '') ??
  null

/** What git keeps while it lays out others' work: of a merge, `merge --squash`, a cherry-pick (-n too), a revert, a rebase. */
const layouts = [
  'MERGE_HEAD',
  'SQUASH_MSG',
  'MERGE_MSG',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'rebase-merge',
  'rebase-apply',
]

/** True where git began to lay out others' work after that moment, in milliseconds since the epoch. */
export const laidOutSince = (gitDir: string, moment: number): boolean =>
  layouts.some((name) => (statSync(join(gitDir, name), { throwIfNoEntry: false })?.mtimeMs ?? 0) > moment)

/** The commits whose change `git merge --squash` laid out for the next commit, newest first (SQUASH_MSG, builtin/merge.c). */
export const squashedInto = (gitDir: string): readonly string[] =>
  [...stateOf(gitDir, 'SQUASH_MSG').matchAll(/^commit ([0-9a-f]{40}|[0-9a-f]{64})$/gm)].map(([, oid = '']) => oid)

/**
 * The name that HEAD had before the rebase that is under way: of a commit that it stopped at for an edit (sequencer.c, `amend`,
 * `stopped-sha`), or of the last one it made anew, before an `exec` or a `break` (`rewritten-list`, as post-rewrite is given it;
 * git 2.39). Null where HEAD is another, or several commits became it.
 */
export const nameBeforeRebase = (gitDir: string, head: string): string | null => {
  if (stateOf(gitDir, 'rebase-merge', 'amend').trim() === head)
    return stateOf(gitDir, 'rebase-merge', 'stopped-sha').trim() || null
  const rewritten = stateOf(gitDir, 'rebase-merge', 'rewritten-list').split('\n')
  const [old, ...others] = rewritten.flatMap((line) => (line.endsWith(` ${head}`) ? [line.split(' ')[0]] : []))
  return old !== undefined && others.length === 0 ? old : null
}

/** What a `git reset` undid: the commits, and whether all of what they did is staged again, or some of it. */
export type Undone = { readonly commits: readonly string[]; readonly staged: 'all' | 'some' | 'nothing' }

const none: Undone = { commits: [], staged: 'nothing' }

/** As many undone commits, and as many files of theirs, are looked at; a reset over more of them is a move to another place. */
const maxUndone = 200

/** As many of the last moves of HEAD are looked at for a reset; hooks/parts/flow.sh looks at as many. */
const maxMoves = 10

/**
 * True where HEAD, which is at no commit, was at one before: the first one of another branch (`checkout --orphan`) can hold what all
 * of them did. Of such a HEAD git shows no reflog (git-log(1), -g); where there is no file of it, the other branches tell.
 */
export const hasMoved = ({ top, gitDir }: { readonly top: string; readonly gitDir: string }): boolean =>
  stateOf(gitDir, 'logs', 'HEAD') !== '' ||
  tryGit(['for-each-ref', '--count=1', 'refs/heads'], { cwd: top }).stdout.length > 0

/** A move by a commit, or one that left HEAD where it was: a new branch, a stash (gitrevisions(7), the reflog). */
const isCommit = (move: string): boolean => /\tcommit(?: \(amend\))?: /.test(move)
const isStill = (move: string): boolean => /^([0-9a-f]+) \1 /.test(move)

/**
 * Commits that a reset to one before them took off the branch, with nothing but commits since. `all` is said where what they
 * did is staged as a whole, right upon the commit that the reset went to. `written` holds files that an agent wrote since,
 * with their text before that (undefined: not known).
 */
export const undoneBefore = (
  location: { readonly top: string; readonly gitDir: string },
  written: ReadonlyMap<string, string | null | undefined>,
): Undone => {
  const moves = movesOf(location)
  const at = moves.findLastIndex((move) => !isCommit(move) && !isStill(move))
  // A reset, or a program's `update-ref` without a reason.
  const undoing = /^([0-9a-f]+) ([0-9a-f]+) (?:.*\treset: moving to |[^\t]*\t?$)/
  const [, before = '', target = ''] = undoing.exec(moves[at] ?? '') ?? []
  const cwd = location.top
  if (before === '') return none
  const listed = tryGit(['rev-list', `--max-count=${maxUndone}`, '--ancestry-path', `${target}..${before}`, '--'], {
    cwd,
  })
  const commits = nonEmptyLines(listed.stdout.toString('latin1'))
  if (listed.status !== 0 || commits.length === 0 || commits.length === maxUndone) return none
  const whole = !moves.slice(at + 1).some(isCommit) && isStaged(cwd, before)
  if (whole && written.size === 0) return { commits, staged: 'all' }
  const changed = paths(cwd, [target, before])
  const back = changed.length > maxUndone ? changed : cameBack(cwd, { before, target, changed, written })
  if (whole && back.length === changed.length) return { commits, staged: 'all' }
  return { commits, staged: back.length > 0 ? 'some' : 'nothing' }
}

type Changed = {
  readonly before: string
  readonly target: string
  readonly changed: readonly string[]
  readonly written: ReadonlyMap<string, string | null | undefined>
}

/** Those of the changed files that are staged as they were before a reset, or with a line that they then had and HEAD has not. */
const cameBack = (cwd: string, { before, target, changed, written }: Changed): readonly string[] => {
  const sides = [before, target, 'HEAD', '']
  const read = readObjects(
    cwd,
    changed.flatMap((path) => sides.map((side) => `${side}:${path}`)),
  )
  return changed.filter((path, index) => {
    const [was, base, head, staged] = read.slice(index * sides.length, (index + 1) * sides.length)
    if (staged?.oid === head?.oid) return false
    const stood = written.get(path)
    if (stood === undefined && staged?.oid === was?.oid) return true
    const had = new Set([...linesIn(base), ...linesIn(head)])
    const lost = new Set(linesIn(was).filter((line) => line.trim() !== '' && !had.has(line)))
    return (stood === undefined ? linesIn(staged) : (stood ?? '').split('\n')).some((line) => lost.has(line))
  })
}

const linesIn = (object: GitObject | null | undefined): readonly string[] =>
  object?.bytes.toString('utf8').split('\n') ?? []

/** The paths of the files that a commit changes. */
export const namesChangedBy = (cwd: string, commit: string): readonly string[] => {
  const changes = ['diff-tree', '-r', '--root', '--no-commit-id', '--no-renames', '--name-only', '-z', commit]
  return nulTerminated(git(changes, { cwd }).toString('utf8'))
}

/** True where a person or an agent may have changed what a commit changed: a file of it is staged in another form. */
export const isChangedAnew = (cwd: string): boolean => {
  const changes = ['diff-tree', '-r', '--root', '--no-commit-id', '--name-only', '-z', '-m', '--first-parent', 'HEAD']
  const changed = new Set(nulTerminated(git(changes, { cwd }).toString('utf8')))
  return paths(cwd, ['--cached', 'HEAD']).some((path) => changed.has(path))
}

/** The message that `cherry-pick -n` left for the next commit (MERGE_MSG, sequencer.c); empty in a merge or a rebase, whose own it is. */
export const pickedMessage = (gitDir: string): string =>
  ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'].some((name) =>
    existsSync(join(gitDir, name)),
  )
    ? ''
    : stateOf(gitDir, 'MERGE_MSG')

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
  nulTerminated(
    git(['diff', '--name-only', '-z', '--no-ext-diff', '--no-renames', ...between, '--'], { cwd }).toString('utf8'),
  )

/** The stable patch-ids of commits against their first parents, by name; a commit that changes nothing has none. */
export const patchIdsOf = (cwd: string, commits: readonly string[]): ReadonlyMap<string, string> => {
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions.filter((option) => option !== '-p'), '-p']
  const changes = git([...patchIdConfig, ...options], { cwd, input: commits.map((oid) => `${oid}\n`).join('') })
  const sums = git(['patch-id', '--stable'], { cwd, input: withoutNuls(changes) })
  return new Map(nonEmptyLines(sums.toString('latin1')).map((line) => line.split(' ').reverse() as [string, string]))
}
