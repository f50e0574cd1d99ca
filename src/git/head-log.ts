import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'
import { tryGit } from './run.js'
import { headCommit, type WorkTree } from './work-tree.js'

/** Where HEAD stood at a moment: its commit, null before the first one, and how long its log was, null where that does not tell. */
export type HeadPosition = { readonly head: string | null; readonly log: number | null }

/** A commit made in a work tree, by an amend or as one more. */
export type Made = { readonly oid: string; readonly amend: boolean }

/** HEAD, and the commits made in this work tree since a moment, oldest first. */
export type MadeSince = { readonly head: string | null; readonly made: readonly Made[] }

/** Where HEAD stands now. */
export const headPosition = (tree: WorkTree): HeadPosition => {
  const head = headCommit(tree.top)
  const log = readLog(tree)
  return { head, log: endsAt(log, head) ? log.length : null }
}

/**
 * The commits made in a work tree since HEAD stood there: what its log calls a commit, a merge that was made, or a rebase
 * that went on with what a person resolved (builtin/commit.c, builtin/merge.c, sequencer.c, git 2.39). A switch, a reset, a
 * fast-forward and a copy (pick, revert) make none. Without a log, as in a reftable, what HEAD has grown by counts.
 */
export const madeSince = (tree: WorkTree, { head, log }: HeadPosition): MadeSince => {
  const text = readLog(tree)
  if (log === null || !endsAt(text.slice(0, log), head)) return grownBy(tree, head)
  const lines = nonEmptyLines(text.slice(log))
  const last = lines.at(-1)
  return {
    head: last === undefined ? head : (movedTo(last) ?? head),
    made: lines.flatMap((line) => {
      const [, amend] = madeForm.exec(line) ?? []
      const oid = amend === undefined ? null : movedTo(line)
      return oid === null ? [] : [{ oid, amend: amend === 'commit (amend)' }]
    }),
  }
}

const madeForm =
  /\t(commit(?: \([a-z-]+\))?|(?:merge|pull)(?= [^\t]*: Merge made)|(?:pull )?[^\t:]*rebase \(continue\))/

/** How long the log of HEAD is, in bytes; -1 where it is no file. */
export const headLogLength = (tree: WorkTree): number => statSync(headLog(tree), { throwIfNoEntry: false })?.size ?? -1

/** Where HEAD went since its log had that length: to commits made there, or elsewhere as well; `elsewhere` also where nothing tells. */
export const headMovesSince = (
  tree: WorkTree,
  length: number,
): { readonly commits: readonly string[]; readonly elsewhere: boolean } => {
  const now = headLogLength(tree)
  if (length < 0 || now < length) return { commits: [], elsewhere: true }
  const lines = now === length ? [] : nonEmptyLines(readFileSync(headLog(tree)).toString('latin1', length))
  const elsewhere = lines.some((line) => !/\tcommit(?: \([a-z]+\))?: /.test(line) && !/^([0-9a-f]+) \1 /.test(line))
  return { commits: lines.flatMap((line) => movedTo(line) ?? []), elsewhere }
}

/** The commit that a move went to, by its line in a log: `old new …`. */
export const movedTo = (line: string): string | null => /^[0-9a-f]+ ([0-9a-f]+) /.exec(line)?.[1] ?? null

const headLog = ({ gitDir }: WorkTree): string => join(gitDir, 'logs', 'HEAD')

/** The log's bytes, one a character, empty where there is none. */
const readLog = (tree: WorkTree): string => {
  try {
    return readFileSync(headLog(tree), 'latin1')
  } catch {
    return ''
  }
}

/** Before the first commit of a branch the log says nothing of HEAD. */
const endsAt = (log: string, head: string | null): boolean => {
  if (head === null) return log === '' || log.endsWith('\n')
  return log.endsWith('\n') && movedTo(log.slice(log.lastIndexOf('\n', log.length - 2) + 1)) === head
}

const grownBy = ({ top }: WorkTree, before: string | null): MadeSince => {
  const head = headCommit(top)
  if (head === null || head === before) return { head, made: [] }
  if (before !== null && tryGit(['merge-base', '--is-ancestor', before, head], { cwd: top }).status !== 0)
    return { head, made: [] }
  const range = before === null ? [head] : [`${before}..${head}`]
  const { stdout } = tryGit(['rev-list', '--first-parent', '--reverse', ...range, '--'], { cwd: top })
  const oids = nonEmptyLines(stdout.toString('latin1'))
  return { head, made: oids.map((oid) => ({ oid, amend: false })) }
}
