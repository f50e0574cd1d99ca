import { resolve, sep } from 'node:path'
import { exitForFaults, type WalkFault, walkFaults } from '../../core/ledger/faults.js'
import type { Entry, EvidenceClass } from '../../core/ledger/schema.js'
import { addEntry, emptySummary } from '../../core/ledger/summary.js'
import { type BlamedLine, blame } from '../../git/blame.js'
import { commitOf } from '../../git/range.js'
import { type UntrustedRepository, untrusted } from '../../git/read-only.js'
import { pathInside } from '../../store/path-inside.js'
import { judgeCommits } from './judge-commits.js'

export type BlameOptions = {
  readonly repository: string
  readonly file: string
  readonly revision: string
  readonly lines: string | null
}

/** A line, and on what evidence its writer is known. */
export type JudgedLine = BlamedLine & { readonly class: EvidenceClass }

/** A file's lines, what is known of each commit that wrote one, by object name, and why that is not the whole answer. */
export type Blame = {
  readonly path: string
  readonly commit: string
  readonly lines: readonly JudgedLine[]
  readonly entries: ReadonlyMap<string, Entry>
  readonly faults: readonly WalkFault[]
  readonly exitCode: 0 | 3 | 4
}

/**
 * Who wrote each line of a file, and how that is known. A record counts lines and does not name them: where several tools
 * took part in a commit, a line is any of theirs. Throws UNKNOWN_REVISION, FILE_NOT_IN_COMMIT, HISTORY_INCOMPLETE.
 */
export const blameFile = async ({ repository: folder, file, revision, lines }: BlameOptions): Promise<Blame> => {
  const repository = untrusted(folder)
  const to = commitOf(repository, revision)
  const path = pathInRepository(repository, folder, file)
  const blamed = blame(repository, { commit: to, path, lines })
  const entries = await judgeCommits(repository, [...new Set(blamed.map(({ oid }) => oid))])
  const exitCode = exitForFaults([...entries.values()])
  const summary = emptySummary()
  for (const entry of entries.values()) addEntry(summary, entry)
  return {
    path,
    commit: to,
    entries,
    exitCode,
    lines: blamed.map((line) => ({ ...line, class: classOf(entries.get(line.oid)) })),
    faults: walkFaults(summary, { exitCode, to }),
  }
}

/** Where history was cut off, git gives a commit all the lines that come from further back, whoever wrote them. */
const classOf = (entry: Entry | undefined): EvidenceClass =>
  entry === undefined || isCutOff(entry) ? 'unknown' : entry.class

/** True where what lies behind a commit is not here. */
export const isCutOff = ({ findings }: Pick<Entry, 'findings'>): boolean =>
  findings.some(({ code }) => code === 'shallow')

/** A file named from the folder that is asked about, as git's own -C has it (git(1)), where that lies in a work tree; else as it is named, from the top. */
const pathInRepository = ({ folder, gitDir }: UntrustedRepository, from: string, file: string): string => {
  const inside = folder === gitDir ? null : pathInside(folder, resolve(from, file))
  return (inside || file).split(sep).join('/')
}
