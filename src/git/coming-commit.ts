import { readFileSync } from 'node:fs'
import { cutAt, scissors } from '../core/trailer/scissors.js'
import { mergeHeads } from './in-progress.js'
import { commentConfig } from './message.js'
import { git, tryGit } from './run.js'
import { diffStaged } from './staged.js'

/** The commit that is being made: everything of it but its name, which it has only then. */
export type ComingCommit = {
  /** The bytes of the commit object, its tree all zeros, the message as git will keep it. */
  readonly bytes: Buffer
  /** The commit that it changes, null for a first one; of a merge, the first parent. */
  readonly base: string | null
  readonly parents: readonly string[]
  readonly hashLength: 40 | 64
}

export type ComingFrom = {
  readonly top: string
  readonly gitDir: string
  readonly messageFile: string
  readonly amend: boolean
  /** What begins a comment (latin1), where git will take them out of the message. */
  readonly comment: string | null
}

/** Reads what git is about to commit, in a commit-msg hook and its environment (githooks(5)). Throws GIT_FAILED. */
export const comingCommit = ({ top, gitDir, messageFile, amend, comment }: ComingFrom): ComingCommit => {
  const run = { cwd: top }
  const text = (args: readonly string[]) => git(args, run).toString('utf8').trim()
  const head = tryGit(['rev-list', '--parents', '--max-count=1', 'HEAD', '--'], run)
  const [oid, ...before] = head.status === 0 ? head.stdout.toString('utf8').trim().split(' ') : []
  const parents = amend ? before : [...(oid === undefined ? [] : [oid]), ...mergeHeads(gitDir)]
  const hashLength = text(['rev-parse', '--show-object-format']) === 'sha256' ? 64 : 40
  const lines = [
    `tree ${'0'.repeat(hashLength)}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${text(['var', 'GIT_AUTHOR_IDENT'])}`,
    `committer ${text(['var', 'GIT_COMMITTER_IDENT'])}`,
  ]
  const bytes = Buffer.concat([Buffer.from(`${lines.join('\n')}\n\n`), keptMessage(messageFile, comment)])
  return { bytes, base: parents[0] ?? null, parents, hashLength }
}

/**
 * The message as git will keep it (git-commit(1), --cleanup): where an editor was open, without comments and the diff of `commit -v`.
 * Scissors that a person put there cut nothing off: below its own git always puts a comment (wt-status.c, wt_status_append_cut_line).
 */
const keptMessage = (messageFile: string, comment: string | null): Buffer => {
  const text = readFileSync(messageFile, 'latin1')
  const end = comment === null ? text.length : cutAt(text, `${scissors(comment)}\n${comment}`)
  const strip = comment === null ? [] : commentConfig(comment)
  const input = Buffer.from(text.slice(0, end), 'latin1')
  return git([...strip, 'stripspace', ...(comment === null ? [] : ['--strip-comments'])], { cwd: '/', input })
}

type Staged = { readonly path: string; readonly added: number | null }

/**
 * The files that a commit will change, with the lines that each gains, null for a binary file; of a merge, those that are staged as
 * in none of its parents, uncounted, as `git diff-tree -c` tells of it afterwards. `emptyTree` is what a first commit changes.
 */
export const stagedChanges = (top: string, parents: readonly string[], emptyTree: string): readonly Staged[] => {
  const [first = [], ...others] = (parents.length === 0 ? [emptyTree] : parents).map((base) => stagedAgainst(top, base))
  if (others.length === 0) return first
  const inAll = others.map((files) => new Set(files.map(({ path }) => path)))
  return first.filter(({ path }) => inAll.every((paths) => paths.has(path))).map(({ path }) => ({ path, added: null }))
}

const stagedAgainst = (top: string, base: string): readonly Staged[] => {
  const options = ['--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv']
  return git([...diffStaged, ...options, base, '--'], { cwd: top })
    .toString('utf8')
    .split('\0')
    .flatMap((row) => {
      const [, added = '', path = ''] = /^(\d+|-)\t(?:\d+|-)\t(.*)$/s.exec(row) ?? []
      return path === '' ? [] : [{ path, added: added === '-' ? null : Number(added) }]
    })
}
