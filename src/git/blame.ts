import { ProvenanceError } from '../core/errors.js'
import { incomplete } from './incomplete.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** A line of a file: the commit that wrote it last, where it stood there, and its text. Lines count from 1. */
export type BlamedLine = {
  readonly line: number
  readonly oid: string
  readonly originalLine: number
  readonly text: string
}

export type BlameQuery = {
  readonly commit: string
  /** Relative to the top of the repository, with slashes. */
  readonly path: string
  /** `start,end` as git blame's -L takes it; null for the whole file. */
  readonly lines: string | null
}

/** Configuration by which a repository could have lines passed over or other programs asked (git-blame(1), git-config(1)). */
const pinned = ['diff.algorithm=myers', 'diff.indentHeuristic=true', 'diff.renames=true', 'core.quotePath=true']

/**
 * Who wrote each line of a file at a commit, by git's own blame. The commit is always named, so that no work tree is read
 * and no filter runs. Throws FILE_NOT_IN_COMMIT and HISTORY_INCOMPLETE.
 */
export const blame = (repository: UntrustedRepository, { commit, path, lines }: BlameQuery): readonly BlamedLine[] => {
  const range = lines === null ? [] : ['-L', lines]
  const config = pinned.flatMap((setting) => ['-c', setting])
  // An empty blame.ignoreRevsFile clears no other: git sorts the names before it reads them (builtin/blame.c).
  const plain = ['--porcelain', '--no-ignore-revs-file', '--no-textconv', '--no-progress']
  const args = ['blame', ...plain, ...range, commit, '--', path]
  const { status, stdout, stderr } = ask(repository, args, { config })
  if (status === 0) return linesOf(stdout)
  const known = isFileOf(repository, commit, path)
  const said = stderr.trim().split('\n').at(-1) ?? ''
  if (known && /has only \d+ lines?|invalid/.test(said))
    throw new ProvenanceError(
      'USAGE',
      `${path}: expected lines that the file has, got ${lines ?? ''} (${said.replace(/^fatal: /, '')})`,
    )
  if (!known)
    throw new ProvenanceError('FILE_NOT_IN_COMMIT', `${JSON.stringify(path)}: expected a file in ${commit}, found none`)
  throw incomplete(repository, `${path}: expected its whole history, got ${JSON.stringify(said)}`)
}

/** Whether a commit has a file of that name, told by its trees: what is in the file may be missing. True where a tree is missing as well, for nobody knows. */
const isFileOf = (repository: UntrustedRepository, commit: string, path: string): boolean => {
  const { status, stdout } = ask(repository, ['--literal-pathspecs', 'ls-tree', '--full-tree', commit, '--', path])
  return status !== 0 || /^\d+ (?:blob|commit) /.test(stdout)
}

/** Reads `--porcelain`: a header `<oid> <line there> <line here>`, what is told of the commit, and the text after a tab. */
const linesOf = (output: string): readonly BlamedLine[] => {
  const found: BlamedLine[] = []
  let header: readonly string[] = []
  for (const row of output.split('\n')) {
    const [, oid, original, line] = /^([0-9a-f]{40}|[0-9a-f]{64}) (\d+) (\d+)/.exec(row) ?? []
    if (oid !== undefined) header = [oid, original ?? '', line ?? '']
    else if (row.startsWith('\t'))
      found.push({
        line: Number(header[2]),
        oid: header[0] ?? '',
        originalLine: Number(header[1]),
        text: row.slice(1),
      })
  }
  return found
}
