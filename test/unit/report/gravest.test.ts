import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry, LedgerFinding } from '../../../src/core/ledger/schema.js'
import { codeQualityReport } from '../../../src/report/code-quality.js'
import { commentReport } from '../../../src/report/comment.js'
import { gravestOf, type Weighed } from '../../../src/report/gravest.js'
import { htmlReport } from '../../../src/report/html.js'
import { junitReport } from '../../../src/report/junit.js'
import { markdownReport } from '../../../src/report/markdown.js'
import { messageText } from '../../../src/report/message-gate.js'
import { sarifReport } from '../../../src/report/sarif.js'
import { textReport } from '../../../src/report/text.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

const items = (size: fc.Arbitrary<number>) =>
  fc
    .array(fc.record({ rank: fc.nat(4), size }), { maxLength: 60 })
    .map((list) => list.map((one, item): Required<Weighed<number>> => ({ ...one, item })))

const kept = (list: readonly Weighed<number>[], room: number) => {
  const gravest = gravestOf<number>(room)
  for (const one of list) gravest.add(one)
  return { items: gravest.items(), left: gravest.left() }
}

describe('the gravest of many', () => {
  test('are those that sorting all of them by weight would put first', () => {
    fc.assert(
      fc.property(items(fc.constant(1)), fc.nat(40), (list, room) => {
        const sorted = [...list].sort((a, b) => a.rank - b.rank).map(({ item }) => item)
        expect(kept(list, room)).toEqual({ items: sorted.slice(0, room), left: Math.max(0, list.length - room) })
      }),
    )
  })

  test('never take more room than there is, and are all there where there is enough', () => {
    fc.assert(
      fc.property(items(fc.nat(9)), fc.nat(200), (list, room) => {
        const { items, left } = kept(list, room)
        const sizeOf = (all: readonly number[]) => all.reduce((sum, item) => sum + (list[item]?.size ?? 0), 0)
        expect(sizeOf(items)).toBeLessThanOrEqual(room)
        expect(items.length + left).toBe(list.length)
        if (sizeOf(list.map(({ item }) => item)) <= room) expect(left).toBe(0)
        // What is left out has not made room for what weighs less.
        const grave = list.filter(({ rank }) => rank === 0)
        if (sizeOf(grave.map(({ item }) => item)) <= room)
          expect(items.slice(0, grave.length)).toEqual(grave.map(({ item }) => item))
      }),
    )
  })
})

const warning: LedgerFinding = { code: 'record-bound', severity: 'warn' }
const error: LedgerFinding = { code: 'record-required', severity: 'error' }
const plain = entryWith('Plain', 1, { class: 'unknown', findings: [], marks: [] })

/** So many warnings, an error behind them, and last of all broken integrity. */
const behind = (warnings: number, each = 1): readonly Entry[] => [
  ...Array.from({ length: Math.ceil(warnings / each) }, (_, number) => ({
    ...plain,
    oid: number.toString(16).padStart(40, 'a'),
    findings: Array.from({ length: each }, () => warning),
  })),
  { ...plain, oid: 'b'.repeat(40), subject: 'The error', findings: [error] },
  { ...plain, oid: 'c'.repeat(40), subject: 'The forgery', findings: [{ code: 'hash-mismatch', severity: 'error' }] },
]

describe('what stops a release is shown, however many warnings come before it', () => {
  test('text, with the command that mends it', async () => {
    const text = await rendered(textReport, ledgerOf(behind(100)))
    const rows = text.split('\n').filter((line) => /^ {2}(?:error|warn) /.test(line))
    expect(rows).toHaveLength(20)
    expect(rows.map((row) => row.slice(2, 20)).slice(0, 3)).toEqual([
      `error  ${'c'.repeat(11)}`,
      `error  ${'b'.repeat(11)}`,
      `warn   ${'a'.repeat(11)}`,
    ])
    expect(text).toContain(`provenance show ${'b'.repeat(12)}`)
    expect(text).toContain('… and 82 more')
  })

  test('the gate before a commit, too', () => {
    const text = messageText([...Array.from({ length: 12 }, () => warning), error], 'built-in', '.git/COMMIT_EDITMSG')
    expect(text.split('\n').filter((line) => /^ {2}(?:error|warn) /.test(line))[0]).toContain('[record-required]')
    expect(text).toContain('… and 3 more')
  })

  test('markdown and comment, before the warnings', async () => {
    for (const report of [markdownReport, commentReport]) {
      const text = await rendered(report, ledgerOf(behind(1_000)))
      const places = ['The forgery', 'The error', 'a'.repeat(12)].map((words) => text.indexOf(words))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      expect(places).not.toContain(-1)
    }
  })

  test('html, before the warnings; commits without a finding come last', async () => {
    const text = await rendered(htmlReport, ledgerOf([plain, ...behind(12_500)]))
    const rows = text.split('\n').filter((line) => line.startsWith('<tr data-kind'))
    expect(rows).toHaveLength(12_000)
    expect(rows.slice(0, 3).map((row) => /[a-z-]*(?=<\/td><\/tr>)/.exec(row)?.[0])).toEqual([
      'hash-mismatch',
      'record-required',
      'record-bound',
    ])
    expect(text).toContain('12000 of 12503 commits are shown')
  })

  test('SARIF, Code Quality and JUnit, which count what they write', async () => {
    const ledger = ledgerOf(behind(25_100, 100))
    const [run] = JSON.parse(await rendered(sarifReport, ledger)).runs
    expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId).slice(0, 3)).toEqual([
      'hash-mismatch',
      'record-required',
      'record-bound',
    ])
    expect([run.results.length, run.properties.resultsLeftOut]).toEqual([25_000, 102])
    expect(run.tool.driver.rules).toHaveLength(3)
    const issues = JSON.parse(await rendered(codeQualityReport, ledger)) as { severity: string }[]
    expect(issues.slice(0, 3).map(({ severity }) => severity)).toEqual(['major', 'major', 'minor'])
    expect(issues).toHaveLength(5_000)
    const xml = await rendered(junitReport, ledger)
    expect(xml.match(/<failure /g)).toHaveLength(3)
    expect(xml).toContain('tests="5001" failures="3"')
    expect(xml).toContain('20102 more findings')
  })
})
