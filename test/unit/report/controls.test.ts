import { describe, expect, test } from 'vitest'
import type { Entry } from '../../../src/core/ledger/schema.js'
import { addEntry, emptySummary } from '../../../src/core/ledger/summary.js'
import { tallyControls } from '../../../src/report/control-tally.js'
import { entryWith } from './hostile.js'

const silent = (oid: string, more: Partial<Entry> = {}): Entry => ({
  ...entryWith('x', 1, { class: 'unknown', findings: [], marks: [], reviews: [] }),
  oid: oid.repeat(40),
  ...more,
})

const record: Entry['record'][number] = {
  tool: 'claude-code',
  toolVersion: '2.1',
  model: 'claude-opus-4-6',
  promptHash: null,
  prompts: null,
  humanEdited: null,
}
const mark = (tool: string, ai = true): Entry['marks'][number] => ({
  tool,
  model: null,
  kind: 'coauthor',
  raw: tool,
  where: 'trailers',
  ai,
})
const good = { key: 'k', kind: 'ssh', signer: 'Ann', status: 'good' } as const

const rowsOf = (...entries: readonly Entry[]) => rowsUnder(null, entries)

const rowsUnder = (header: Parameters<ReturnType<typeof tallyControls>['rows']>[1], entries: readonly Entry[]) => {
  const summary = emptySummary()
  const controls = tallyControls()
  for (const entry of entries) {
    addEntry(summary, entry)
    controls.add(entry)
  }
  const rows = new Map(controls.rows(summary, header).map(({ id, counts, exceptions }) => [id, { counts, exceptions }]))
  return (id: string) => rows.get(id)
}

describe('the controls', () => {
  test('count AI where something names an AI, not where it is denied', () => {
    const of = rowsOf(
      silent('a', { class: 'marked', marks: [mark('none', false)] }),
      silent('b', { class: 'contradicted', none: 'observed' }),
      silent('c', { class: 'contradicted', record: [record], marks: [mark('cursor')] }),
      silent('d', { class: 'recorded', record: [record] }),
    )
    for (const id of ['SOC 2 CC9.2', 'GDPR 5(2)', 'EU AI Act 12'])
      expect(of(id)?.counts.split('; ')[0]).toBe('2 of 4 commits with the name of an AI tool or its marks')
  })

  test('count every commit of the range once, and look at those whose record does not hold', () => {
    const of = rowsOf(
      silent('a', { class: 'contradicted', record: [record] }),
      silent('b', { class: 'recorded', record: [record], binding: 'stale' }),
      silent('c', { class: 'none', none: 'observed' }),
      silent('d', { class: 'marked', marks: [mark('cursor')] }),
      silent('e'),
    )
    for (const id of ['SOC 2 CC8.1', 'SOX ITGC', 'PCI DSS 6.5.1', 'ISO 27001 A.8.32'])
      expect(of(id)).toEqual({
        counts:
          '1 with a record, 1 recorded without AI, 1 with marks only, 1 contradicted, 1 with nothing; 0 of 3 commits with AI approved by somebody who had no part in them (0 signed, 0 by a forge’s word, 0 by a trailer alone)',
        exceptions:
          'without record or mark, or with a record that does not hold: 3 (aaaaaaaaaaaa, bbbbbbbbbbbb, eeeeeeeeeeee)',
      })
  })

  test('say which silent commits they leave aside: an evil merge is one of them', () => {
    const of = rowsOf(
      silent('a', { parents: ['b'.repeat(40), 'c'.repeat(40)] }),
      silent('b', { bot: true }),
      silent('c', { preAdoption: true, bot: true }),
      silent('d', { parents: ['b'.repeat(40), 'c'.repeat(40)], class: 'contradicted', record: [record] }),
    )
    expect(of('SOC 2 CC8.1')?.exceptions).toBe(
      'without record or mark, or with a record that does not hold: 1 (dddddddddddd); not among them: merges 1, by bots that are no AI 1, before adoption 1',
    )
    expect(of('SOC 2 CC6.1')?.exceptions).not.toContain('not among them')
  })

  test('count approvals of commits with AI once, by what is known best, and name those without', () => {
    const ai: Partial<Entry> = { class: 'recorded', record: [record] }
    const review = (how: Entry['reviews'][number]['how'], statement = 'approved'): Entry['reviews'][number] => ({
      how,
      statement,
      known: 'declared',
      key: null,
      on: 'commit',
      reviewer: 'Bea <bea@x>',
    })
    const of = rowsOf(
      silent('a', { ...ai, reviews: [review('trailer'), review('signed')] }),
      silent('b', { ...ai, reviews: [review('forge')] }),
      silent('c', { ...ai, reviews: [review('forge'), review('signed', 'rejected')] }),
      silent('d', { ...ai, reviews: [review('signed', 'commented')] }),
      silent('e', { class: 'marked', marks: [mark('cursor')], reviews: [review('trailer')] }),
      silent('f', { reviews: [review('signed')] }),
      silent('9', { ...ai, preAdoption: true }),
    )
    const counts =
      '3 of 6 commits with AI approved by somebody who had no part in them (1 signed, 1 by a forge’s word, 1 by a trailer alone)'
    expect(of('PCI DSS 6.2.3')).toEqual({
      counts,
      exceptions:
        'with AI and without an approval by somebody who had no part in it, or with a record that does not hold: 2 (cccccccccccc, dddddddddddd); not among them: before adoption 1',
    })
    for (const id of ['SOC 2 CC8.1', 'SOX ITGC', 'PCI DSS 6.5.1', 'ISO 27001 A.8.32'])
      expect(of(id)?.counts).toMatch(`; ${counts}`)
  })

  test('tell signatures that hold from those that were not checked, do not hold, or are not there', () => {
    const entries = [
      silent('a', { class: 'attested', record: [record], signature: good }),
      silent('b', { class: 'none', none: 'observed', signature: good }),
      silent('c', { signature: { ...good, status: 'untrusted' } }),
      silent('d', { signature: { ...good, kind: 'openpgp', status: 'not-checked' } }),
      silent('e'),
    ]
    const of = rowsUnder({ trust: { signers: 'a'.repeat(64), at: null } }, entries)
    for (const id of ['SOC 2 CC6.1', 'HIPAA 164.312(d)'])
      expect(of(id)).toEqual({
        counts:
          '2 of 5 signed by a key given from outside, 1 signed and not checked, 1 signed and untrusted, 1 unsigned',
        exceptions:
          'without a signature, or with one that was checked and is not good: 2 (cccccccccccc, eeeeeeeeeeee); not among them: signed and not checked 1',
      })
    expect(rowsOf(...entries.slice(3, 4))('SOC 2 CC6.1')).toEqual({
      counts: '0 of 1 signed by a key given from outside (no signers were given), 1 signed and not checked, 0 unsigned',
      exceptions:
        'without a signature, or with one that was checked and is not good: none; not among them: signed and not checked 1',
    })
  })

  test('say of prompts what the records do, and name those whose hash has no key', () => {
    const hashed = (promptHash: string | null) => ({ ...record, promptHash })
    const of = rowsOf(
      silent('a', { class: 'recorded', record: [hashed(`sha256:${'x'.repeat(43)}`)] }),
      silent('b', { class: 'recorded', record: [hashed(`hmac-sha256:3f9ac01b:${'x'.repeat(43)}`), hashed('none')] }),
      silent('c', { class: 'none', none: 'observed' }),
    )
    expect(of('GDPR 5(2)')).toEqual({
      counts:
        '2 of 3 commits with the name of an AI tool or its marks; prompts hashed with a key in 1 contribution, without one, so that short prompts can be guessed, in 1',
      exceptions:
        'with an unkeyed hash of prompts, without record or mark, or with a record that does not hold: 1 (aaaaaaaaaaaa)',
    })
  })

  test('find no tool unnamed where the record names what a mark beside it does not', () => {
    const of = rowsOf(
      silent('a', { class: 'recorded', record: [record], marks: [mark('claude-code')] }),
      silent('b', { class: 'recorded', record: [{ ...record, model: 'unknown' }] }),
      silent('c', { class: 'contradicted', record: [record], marks: [mark('cursor')] }),
    )
    expect(of('SOC 2 CC9.2')?.exceptions).toBe(
      'with an AI whose tool or model is not named: 2 (bbbbbbbbbbbb, cccccccccccc)',
    )
  })

  test('name at most ten, and what was found on the range before them', () => {
    const controls = tallyControls()
    for (let number = 0; number < 30; number += 1)
      controls.add(silent('a', { findings: [{ code: 'record-required', severity: 'error' }] }))
    const finding = { code: 'ledger-gap', severity: 'warn' } as const
    controls.addOfRange({ finding, oid: 'f'.repeat(40), entry: null, key: 'range-0' })
    const row = controls.rows(emptySummary(), null).find(({ id }) => id === 'SOC 2 PI1')
    expect(row?.exceptions).toBe(
      `with an error, or found on the range as a whole: 31 (${'f'.repeat(12)} ledger-gap, ${Array.from({ length: 9 }, () => 'a'.repeat(12)).join(', ')} …)`,
    )
  })
})
