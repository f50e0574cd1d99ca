import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'
import { tryGit } from './run.js'
import { headCommit } from './work-tree.js'

type Place = { readonly top: string; readonly gitDir: string }

/** Where HEAD stood at a moment: its commit, null before the first one, and how long its log was, null where that does not tell. */
export type Standpoint = { readonly head: string | null; readonly log: number | null }

/** A commit made in a work tree, by an amend or as one more. */
export type Made = { readonly oid: string; readonly amend: boolean }

/** HEAD, and the commits made in this work tree since a moment, oldest first. */
export type Moved = { readonly head: string | null; readonly made: readonly Made[] }

/** Where HEAD stands now. */
export const standpoint = (place: Place): Standpoint => {
  const head = headCommit(place.top)
  const log = readLog(place)
  return { head, log: endsAt(log, head) ? log.length : null }
}

/**
 * The commits made in a work tree since HEAD stood there: what its log calls a commit, a merge that was made, or a rebase
 * that went on with what a person resolved (builtin/commit.c, builtin/merge.c, sequencer.c, git 2.39). A switch, a reset, a
 * fast-forward and a copy (pick, revert) make none. Without a log, as in a reftable, what HEAD has grown by counts.
 */
export const movedSince = (place: Place, { head, log }: Standpoint): Moved => {
  const text = readLog(place)
  if (log === null || !endsAt(text.slice(0, log), head)) return grownBy(place, head)
  const lines = nonEmptyLines(text.slice(log))
  const last = lines.at(-1)
  return {
    head: last === undefined ? head : (oidIn(last) ?? head),
    made: lines.flatMap((line) => {
      const [, amend] = madeForm.exec(line) ?? []
      const oid = amend === undefined ? null : oidIn(line)
      return oid === null ? [] : [{ oid, amend: amend === 'commit (amend)' }]
    }),
  }
}

const madeForm =
  /\t(commit(?: \([a-z-]+\))?|(?:merge|pull)(?= [^\t]*: Merge made)|(?:pull )?[^\t:]*rebase \(continue\))/

const oidIn = (line: string): string | null => /^[0-9a-f]+ ([0-9a-f]+) /.exec(line)?.[1] ?? null

/** The log's bytes, one a character, empty where there is none. */
const readLog = ({ gitDir }: Place): string => {
  try {
    return readFileSync(join(gitDir, 'logs', 'HEAD'), 'latin1')
  } catch {
    return ''
  }
}

/** Before the first commit of a branch the log says nothing of HEAD. */
const endsAt = (log: string, head: string | null): boolean =>
  head === null
    ? log === '' || log.endsWith('\n')
    : log.endsWith('\n') && oidIn(log.slice(log.lastIndexOf('\n', log.length - 2) + 1)) === head

const grownBy = ({ top }: Place, before: string | null): Moved => {
  const head = headCommit(top)
  if (head === null || head === before) return { head, made: [] }
  if (before !== null && tryGit(['merge-base', '--is-ancestor', before, head], { cwd: top }).status !== 0)
    return { head, made: [] }
  const range = before === null ? [head] : [`${before}..${head}`]
  const { stdout } = tryGit(['rev-list', '--first-parent', '--reverse', ...range, '--'], { cwd: top })
  const oids = nonEmptyLines(stdout.toString('latin1'))
  return { head, made: oids.map((oid) => ({ oid, amend: false })) }
}
