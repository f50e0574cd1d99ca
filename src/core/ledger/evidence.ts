import type { Commit } from '../commit/commit.js'
import { mayHoldSign } from '../marks/hint.js'
import { shownLines } from '../marks/lines.js'
import type { Mark } from '../marks/mark.js'
import { identityMarks, readMarks } from '../marks/read-marks.js'
import { type LookAlike, lookAlikes } from '../trailer/look-alike.js'
import { type LooseTrailer, looseRecordTrailers, parseTrailers } from '../trailer/parse.js'
import { type Reading, readRecord } from '../trailer/read.js'

/** What a commit says about AI: its record, the marks of other programs, and record lines that git does not read. */
export type Evidence = {
  readonly reading: Reading
  readonly marks: readonly Mark[]
  readonly loose: readonly LooseTrailer[]
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
      lookAlikes: commit.ascii ? none : lookAlikes(commit.message),
    }
  const trailers = parseTrailers(commit.message)
  return {
    reading: readRecord(trailers),
    marks: readMarks(commit, trailers),
    loose: looseIn(commit.message),
    lookAlikes: lookAlikes(commit.message),
  }
}

/** Lines of records outside the block, but for those that a code fence or an example only shows. */
const looseIn = (message: string): readonly LooseTrailer[] => {
  const found = looseRecordTrailers(message)
  if (found.length === 0) return found
  const shown = shownLines(message)
  return shown.size === 0 ? found : found.filter(({ line }) => !shown.has(line - 1))
}
