import { isAbsolute, relative, resolve, sep } from 'node:path'
import { exitForFaults } from '../core/ledger/faults.js'
import type { Entry } from '../core/ledger/schema.js'
import { type BlamedLine, blame } from '../git/blame.js'
import { commitOf } from '../git/range.js'
import { type UntrustedRepository, untrusted } from '../git/read-only.js'
import { judgeCommits } from './judge-commits.js'

export type BlameOptions = {
  readonly repository: string
  readonly file: string
  readonly revision: string
  readonly lines: string | null
}

/** A file's lines, and what is known of each commit that wrote one, by object name. */
export type Blame = {
  readonly path: string
  readonly commit: string
  readonly lines: readonly BlamedLine[]
  readonly entries: ReadonlyMap<string, Entry>
  readonly exitCode: 0 | 3 | 4
}

/**
 * Who wrote each line of a file, and how that is known. A record counts lines and does not name them: where several tools
 * took part in a commit, a line is any of theirs. Throws UNKNOWN_REVISION, FILE_NOT_IN_COMMIT, HISTORY_INCOMPLETE.
 */
export const blameFile = async ({ repository: folder, file, revision, lines }: BlameOptions): Promise<Blame> => {
  const repository = untrusted(folder)
  const to = commitOf(repository, revision)
  const path = pathInRepository(repository, file)
  const blamed = blame(repository, { commit: to, path, lines })
  const entries = await judgeCommits(repository, [...new Set(blamed.map(({ oid }) => oid))])
  return { path, commit: to, lines: blamed, entries, exitCode: exitForFaults([...entries.values()]) }
}

/** A file named from the current folder, where that lies in the work tree; else as it is named, from the top. */
const pathInRepository = ({ folder, gitDir }: UntrustedRepository, file: string): string => {
  const inside = relative(folder, resolve(file))
  const outside = inside === '' || inside.startsWith('..') || isAbsolute(inside)
  return (outside || folder === gitDir ? file : inside).split(sep).join('/')
}
