import { canonicalJson } from '../../core/canonical.js'
import { type WalkFault, walkFaults } from '../../core/ledger/faults.js'
import type { Entry, Header } from '../../core/ledger/schema.js'
import { notesIn } from '../../git/notes.js'
import { readBlobs } from '../../git/raw-objects.js'
import { untrusted } from '../../git/read-only.js'
import { reviewerIn } from '../../git/reviewer.js'
import { type NotesToWrite, writeNotes } from '../../git/write-notes.js'
import type { VerifyOptions } from './open-range.js'
import { type Outcome, walkRange } from './verify-range.js'

/** Where backfilled notes are: never trailers, for nobody who made the commits said them. */
export const backfillRef = 'refs/notes/provenance-backfill'

/** What a backfill found, or would write. */
export type Backfill = {
  readonly header: Header
  readonly exitCode: Outcome['exitCode']
  /** Commits without a record that marks name AI on. */
  readonly inferred: readonly Entry[]
  readonly ref: string
  /** Why the answer is incomplete, or not to be trusted. */
  readonly faults: readonly WalkFault[]
}

/**
 * What marks reveal about the commits of a range that have no record, as one note each, labelled inferred. A note that says
 * the same already is left alone. Throws as verifyRange does, and GIT_FAILED where the notes cannot be written.
 */
export const backfill = async (options: VerifyOptions, dryRun: boolean): Promise<Backfill> => {
  const inferred: Entry[] = []
  const { header, exitCode, summary } = await walkRange({ ...options, builtIn: true }, (entry) => {
    if (entry.class === 'marked' && entry.marks.some(({ ai }) => ai)) inferred.push(entry)
  })
  if (!dryRun && inferred.length > 0) await write(options, inferred)
  const faults = walkFaults(summary, { exitCode, to: header.range.to })
  return { header, exitCode, inferred, ref: backfillRef, faults }
}

const write = async ({ repository: folder, toolVersion }: VerifyOptions, inferred: readonly Entry[]): Promise<void> => {
  const repository = untrusted(folder)
  const texts: NotesToWrite = inferred.map((entry) => [entry.oid, Buffer.from(`${noteOf(entry, toolVersion)}\n`)])
  const writer = {
    ref: backfillRef,
    ident: reviewerIn(folder).ident,
    message: 'Inferred from marks by provenance backfill\n',
  }
  await writeNotes(repository, writer, async (tip) => {
    const made = new Set(texts.map(([commit]) => commit))
    const there = tip === null ? [] : (await notesIn(repository, tip)).notes.filter(({ commit }) => made.has(commit))
    const blobs = await readBlobs(
      repository,
      there.map(({ blob }) => blob),
    )
    const known = new Map(there.map(({ commit, blob }) => [commit, blobs.get(blob)]))
    return texts.filter(([commit, text]) => known.get(commit)?.equals(text) !== true)
  })
}

/** A note: one line of canonical JSON, in which marks stand as in a ledger. */
const noteOf = ({ marks }: Entry, toolVersion: string): string =>
  canonicalJson({
    schema: 'commit-provenance/backfill/1',
    basis: 'inferred',
    by: `commit-provenance/${toolVersion}`,
    marks: marks.filter(({ ai }) => ai),
  })
