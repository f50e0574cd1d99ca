import type { Commit } from '../commit/commit.js'
import { mayHoldSign } from '../marks/hint.js'
import { shownLines } from '../marks/lines.js'
import type { Mark } from '../marks/mark.js'
import { identityMarks, readMarks } from '../marks/read-marks.js'
import { bindingOf } from '../record/binding.js'
import { recordInBody } from '../trailer/in-body.js'
import { type LookAlike, lookAlikes } from '../trailer/look-alike.js'
import { type LooseTrailer, looseRecordTrailers, parseTrailers } from '../trailer/parse.js'
import { type Reading, readRecord } from '../trailer/read.js'

/** What a commit says about AI: its record, the marks of other programs, and record lines that git does not read. */
export type Evidence = {
  readonly reading: Reading
  readonly marks: readonly Mark[]
  readonly loose: readonly LooseTrailer[]
  /** A whole record that git does not read, since something stands below it: the commit's, where its change is this commit's. */
  readonly inBody: Reading | null
  readonly lookAlikes: readonly LookAlike[]
}

const none: readonly never[] = []
const silent: Reading = { record: null, faults: none, foreign: none }

/** Reads a commit's evidence. A message without any word that a record or a mark begins with, as most are, is passed over. */
export const readEvidence = (commit: Commit): Evidence => {
  if (!mayHoldSign(commit.message))
    return {
      reading: silent,
      marks: identityMarks(commit),
      loose: none,
      inBody: null,
      lookAlikes: commit.ascii ? none : lookAlikes(commit.message),
    }
  const trailers = parseTrailers(commit.message)
  const all = looseRecordTrailers(commit.message)
  const loose = notShown(commit.message, all)
  return {
    reading: readRecord(trailers),
    marks: readMarks(commit, trailers),
    loose,
    inBody: all.length > 0 && loose.length === all.length ? recordInBody(commit.message) : null,
    lookAlikes: lookAlikes(commit.message),
  }
}

/**
 * Evidence with the record in the body for the commit's own, where that is of `own`, the patch-id of this commit: a record of another
 * change is what a squash left there.
 */
export const withOwnRecord = <T extends Pick<Evidence, 'reading' | 'inBody'>>(
  evidence: T,
  own: string | undefined,
): T =>
  evidence.inBody !== null && bindingOf(evidence.inBody.record?.change ?? null, own) === 'bound'
    ? { ...evidence, reading: evidence.inBody }
    : evidence

/** Lines of records outside the block, but for those that a code fence or an example only shows. */
const notShown = (message: string, found: readonly LooseTrailer[]): readonly LooseTrailer[] => {
  if (found.length === 0) return found
  const shown = shownLines(message)
  return shown.size === 0 ? found : found.filter(({ line }) => !shown.has(line - 1))
}
