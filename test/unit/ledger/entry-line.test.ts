import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../src/core/canonical.js'
import { entryLine } from '../../../src/core/ledger/entry-line.js'
import { Entry } from '../../../src/core/ledger/schema.js'

const oid = fc.stringMatching(/^[0-9a-f]{40}$/)
// Quotes, backslashes, controls, other scripts and what only pairs of code units can say.
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('"', '\\', '\u007f', '\u2028', ' ~', 'Ä'),
)
const person = fc.record({ name: text, email: text, date: fc.nat(), zone: text })
const mark = fc.record({
  ai: fc.boolean(),
  kind: text,
  model: fc.option(text),
  raw: text,
  tool: fc.option(text),
  where: text,
})
const finding = fc.record(
  { code: text, severity: fc.constantFrom('error' as const, 'warn' as const), path: text },
  { requiredKeys: ['code', 'severity'] },
)
const contribution = fc.record({
  humanEdited: fc.constantFrom(null, {
    ratio: 0.25,
    kept: 3,
    edited: 1,
    dropped: 0,
    basis: 'measured' as const,
    method: 'lines/1',
  }),
  model: text,
  promptHash: fc.option(text),
  prompts: fc.option(fc.nat()),
  tool: text,
  toolVersion: fc.option(text),
})
const signature = fc.record({
  key: fc.option(text),
  kind: fc.constantFrom('ssh' as const, 'unknown' as const),
  signer: fc.option(text),
  status: fc.constantFrom('good' as const, 'not-checked' as const),
})
const review = fc.record({
  how: fc.constant('trailer' as const),
  key: fc.option(text),
  known: fc.constant('declared' as const),
  on: fc.constant('commit' as const),
  reviewer: text,
  statement: text,
})

const parameters = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,5}$/), text)

const plainEntry = fc.record({
  type: fc.constant('commit' as const),
  oid,
  parents: fc.array(oid, { maxLength: 3 }),
  tree: text,
  author: person,
  committer: person,
  subject: text,
  class: fc.constantFrom('unknown' as const, 'recorded' as const),
  binding: fc.constantFrom('unbound' as const, 'bound' as const),
  preAdoption: fc.boolean(),
  bot: fc.boolean(),
  record: fc.array(contribution, { maxLength: 2 }),
  signature: fc.option(signature),
  reviews: fc.array(review, { maxLength: 2 }),
  none: fc.constantFrom(null, 'observed' as const),
  change: fc.option(text),
  marks: fc.array(mark, { maxLength: 2 }),
  findings: fc.array(finding, { maxLength: 2 }),
  known: fc.constantFrom({ author: 'declared' as const }, {}),
  prev: fc.stringMatching(/^[0-9a-f]{64}$/),
})
const entry: fc.Arbitrary<Entry> = fc.oneof(
  plainEntry,
  fc.tuple(plainEntry, parameters).map(([one, change]) => ({ ...one, parameters: { change } })),
)

test('the line of an entry is its canonical JSON, whatever its texts hold', () => {
  fc.assert(
    fc.property(entry, (made) => {
      const canonical = canonicalJson(made)
      // Lists and their like come from entryOf with their keys in order.
      expect(entryLine(JSON.parse(canonical))).toBe(canonical)
    }),
    { numRuns: 500 },
  )
})

test('every field of the form stands in the line', () => {
  const [one] = fc.sample(plainEntry, 1)
  const full = { ...(one as Entry), parameters: { none: { v: '1' } } }
  expect(Object.keys(JSON.parse(entryLine(full)))).toEqual(Object.keys(Entry.shape).sort())
})
