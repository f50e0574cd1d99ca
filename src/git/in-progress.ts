import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'

/** A file of git's own state, empty where there is none. */
export const stateOf = (gitDir: string, ...path: readonly string[]): string => {
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

/** True while a merge is under way (gitrevisions(7)). */
export const isMerging = (gitDir: string): boolean => existsSync(join(gitDir, 'MERGE_HEAD'))

/** The commits that are being merged into HEAD; none where no merge is under way (gitrevisions(7)). */
export const mergeHeads = (gitDir: string): readonly string[] => nonEmptyLines(stateOf(gitDir, 'MERGE_HEAD'))

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

/** The commit whose pick git is about to commit, of a cherry-pick or a rebase; null where there is none (sequencer.c, git 2.39). */
export const pickedNow = (gitDir: string): string | null => stateOf(gitDir, 'CHERRY_PICK_HEAD').trim() || null

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

/** The message that `cherry-pick -n` left for the next commit (MERGE_MSG, sequencer.c); empty in a merge or a rebase, whose own it is. */
export const pickedMessage = (gitDir: string): string =>
  ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'].some((name) =>
    existsSync(join(gitDir, name)),
  )
    ? ''
    : stateOf(gitDir, 'MERGE_MSG')
