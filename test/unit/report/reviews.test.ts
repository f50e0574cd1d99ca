import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../../src/core/ledger/schema.js'
import { csvReport } from '../../../src/report/csv.js'
import { htmlReport } from '../../../src/report/html.js'
import { markdownReport } from '../../../src/report/markdown.js'
import { textReport } from '../../../src/report/text.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

const signed: Entry['reviews'][number] = {
  statement: 'approved',
  reviewer: 'Bea <bea@x>',
  how: 'signed',
  known: 'recomputed',
  key: 'k',
  on: 'commit',
}
const forge: Entry['reviews'][number] = {
  ...signed,
  statement: 'rejected',
  reviewer: 'Cy <cy@x>',
  how: 'forge',
  known: 'witnessed',
}

const withAi = (number: number, reviews: Entry['reviews'], more: Partial<Entry> = {}) =>
  entryWith('x', number, { findings: [], reviews, ...more })

describe('who approved a commit', () => {
  const lines = () =>
    ledgerOf([
      withAi(1, [signed]),
      withAi(2, [signed, forge]),
      withAi(3, [], { parents: ['a'.repeat(40), 'b'.repeat(40)] }),
      withAi(4, [signed], { marks: [], class: 'unknown' }),
    ])

  test('stands in csv with how that is known', async () => {
    const rows = parseCsv(await rendered(csvReport, lines()), { columns: true }) as Record<string, string>[]
    expect(rows.map(({ reviews }) => reviews)).toEqual([
      'approved by Bea <bea@x> (signed, recomputed)',
      'approved by Bea <bea@x> (signed, recomputed) | rejected by Cy <cy@x> (forge, witnessed)',
      '',
      'approved by Bea <bea@x> (signed, recomputed)',
    ])
  })

  test('stands in a row of html', async () => {
    const page = await rendered(htmlReport, lines())
    expect(page).toContain('<td>approved by Bea &#60;bea@x&#62; (signed, recomputed)</td>')
    expect(page).toContain('<li>merges: 1</li>')
  })

  test.each([
    [
      'text',
      textReport,
      /of these, with AI in them: 3\n.*of these, with AI in them and approved by others: 1 \(1 signed, 0 by a forge’s word, 0 by a trailer alone\)\n/,
    ],
    [
      'markdown',
      markdownReport,
      /- with AI in them: 3\n- with AI in them and approved by others: 1 \(1 signed, 0 by a forge’s word, 0 by a trailer alone\)\n/,
    ],
    [
      'html',
      htmlReport,
      /<li>with AI in them: 3<\/li><li>with AI in them and approved by others: 1 \(1 signed, 0 by a forge’s word, 0 by a trailer alone\)<\/li>/,
    ],
  ])('is counted in %s, a rejected commit not', async (_, report, words) => {
    expect(await rendered(report, lines())).toMatch(words)
  })

  test('is no topic where there is no AI', async () => {
    const alone = ledgerOf([withAi(1, [signed], { marks: [], class: 'unknown' })])
    expect(await rendered(textReport, alone)).not.toContain('AI')
  })
})
