import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCommit } from '../../../src/core/commit/commit.js'
import { readEvidence } from '../../../src/core/ledger/evidence.js'
import { shownLines } from '../../../src/core/marks/lines.js'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { recordInBody } from '../../../src/core/trailer/in-body.js'
import { lookAlikes } from '../../../src/core/trailer/look-alike.js'
import { looseRecordTrailers, parseTrailers } from '../../../src/core/trailer/parse.js'
import { readRecord } from '../../../src/core/trailer/read.js'
import { loadCorpus } from '../../support/corpus/load.js'

const tree = 'a'.repeat(40)
const commitOf = (author: string, message: string) =>
  parseCommit(
    tree,
    Buffer.from(`tree ${tree}\nauthor ${author} 1 +0000\ncommitter C <c@example.com> 1 +0000\n\n${message}`),
  )

/** The reading without any short cut. */
const plainly = (commit: ReturnType<typeof commitOf>) => {
  const trailers = parseTrailers(commit.message)
  const shown = shownLines(commit.message)
  const all = looseRecordTrailers(commit.message)
  return {
    reading: readRecord(trailers),
    marks: readMarks(commit, trailers),
    loose: all.filter(({ line }) => !shown.has(line - 1)),
    inBody: all.some(({ line }) => shown.has(line - 1)) ? null : recordInBody(commit.message),
    lookAlikes: lookAlikes(commit.message),
  }
}

test('passing over silent messages changes nothing, on real messages and their pieces', () => {
  for (const { author, message } of loadCorpus()) {
    const person = `${author.name} <${author.email}>`
    for (const text of [message, ...message.split('\n').map((line) => `Subject\n\n${line}\n`)]) {
      const commit = commitOf(person, text)
      expect(readEvidence(commit)).toEqual(plainly(commit))
    }
  }
})

const pieces = fc.constantFrom(
  'AI-Tool: claude-code/1',
  'ai-model : x',
  'AI-Change: patch-id:00',
  'AI-Human-Edited-Ratio: 0.1',
  'Signed-off-by: A <a@example.com>',
  ' folded',
  '\tAI-Tool: none; basis=observed',
  'Co-Authored-By: Claude <noreply@anthropic.com>',
  '#AI-Tool: x',
  'x-AI-Tool: x',
  // Look-alikes, in ASCII and with a letter of another script.
  'Al-Tool: none',
  'a1_model: x',
  'AI Change: x',
  'АI-Tool: x',
  'Größe: 3',
  '',
  'prose',
)

test('nor on generated ones', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (lines) => {
      const commit = commitOf('A <a@example.com>', lines.join('\n'))
      expect(readEvidence(commit)).toEqual(plainly(commit))
    }),
    { numRuns: 2_000 },
  )
})
