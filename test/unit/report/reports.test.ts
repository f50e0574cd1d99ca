import { parse as parseCsv } from 'csv-parse/sync'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { type DefaultTreeAdapterTypes, parse as parseHtml } from 'parse5'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../../src/core/ledger/schema.js'
import { commentReport } from '../../../src/report/comment.js'
import { controls } from '../../../src/report/controls.js'
import { csvReport } from '../../../src/report/csv.js'
import { sharesOf } from '../../../src/report/entry-words.js'
import { htmlReport } from '../../../src/report/html.js'
import { reportFormats, reports } from '../../../src/report/index.js'
import { junitReport } from '../../../src/report/junit.js'
import { markdownReport } from '../../../src/report/markdown.js'
import { ocsfReport } from '../../../src/report/ocsf.js'
import { sarifReport } from '../../../src/report/sarif.js'
import { entryWith, hostileTexts, ledgerOf, rendered } from './hostile.js'

const hostile = hostileTexts.map((text, index) => entryWith(text, index + 1))
const args = Object.fromEntries(hostileTexts.map((text, index) => [`arg${index}`, text.toWellFormed()]))
const lines = ledgerOf(hostile, { rangeFindings: [{ code: 'history-rewritten', severity: 'error', args }] })
const anyText = fc.oneof(fc.constantFrom(...hostileTexts.slice(0, -1)), fc.string({ unit: 'binary', maxLength: 40 }))

/** Holds for every generated text, wherever a commit can put one. */
const forAll = async (check: (entries: readonly Entry[]) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 4 }), async (texts) =>
      check(texts.map((text, index) => entryWith(text, index + 1))),
    ),
    { numRuns: 200 },
  )

// Controls but the line's end, and what turns or hides text, reach no output.
const unsafe = /(?![\r\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

describe('every format', () => {
  for (const format of reportFormats.filter((name) => name !== 'jsonl')) {
    test(`${format}: no control or bidi character, no workflow command at a line’s start`, async () => {
      const text = await rendered(await reports[format](), lines)
      expect(unsafe.exec(text)?.[0].codePointAt(0)).toBeUndefined()
      expect(text).not.toMatch(/^\s*::\w|##vso\[/m)
    })

    test(`${format}: a ledger of no commits is rendered`, async () => {
      expect(await rendered(await reports[format](), ledgerOf([]))).not.toBe('')
    })
  }
})

describe('csv', () => {
  test('reads back as one row a commit, no cell a formula', async () => {
    await forAll(async (entries) => {
      const rows = parseCsv(await rendered(csvReport, ledgerOf(entries)), { bom: false }) as string[][]
      expect(rows).toHaveLength(entries.length + 1)
      for (const row of rows) {
        expect(row).toHaveLength(rows[0]?.length ?? 0)
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/)
      }
      expect(rows.slice(1).map(([oid]) => oid)).toEqual(entries.map(({ oid }) => oid))
    })
  })

  test('is no formula to who splits it at semicolons, and no cell is longer than Excel takes', async () => {
    const subjects = ['prices;=HYPERLINK("x")', 'a; "=1', 'a;;+1', 'fine; "a" b', '\u{1f600}'.repeat(40_000)]
    const entries = subjects.map((subject, index) => entryWith('x', index + 1, { subject }))
    const text = await rendered(csvReport, ledgerOf(entries))
    const options = { delimiter: ';', relax_column_count: true, relax_quotes: true, bom: false }
    for (const row of parseCsv(text, options) as string[][])
      for (const cell of row) expect(cell.replace(/^[\s"]*/, '')).not.toMatch(/^[=+\-@]/)
    const rows = parseCsv(text, { columns: true }) as Record<string, string>[]
    expect(rows.slice(0, 4).map(({ subject }) => subject)).toEqual([
      `prices;'=HYPERLINK("x")`,
      `a; "'=1`,
      "a;;'+1",
      'fine; "a" b',
    ])
    expect(rows[4]?.['subject']?.length).toBeLessThanOrEqual(32_767)
    expect(rows[4]?.['subject']).toMatch(/^(?:\u{1f600})+…$/u)
  })

  test('has what a reviewer asks for', async () => {
    const record = {
      tool: 'claude-code',
      toolVersion: '2.1',
      model: 'claude-opus-4-6',
      promptHash: 'sha256:x',
      prompts: 3,
      humanEdited: { ratio: 0.25, kept: 3, edited: 1, dropped: 0, basis: 'measured' as const, method: 'lines/1' },
    }
    const entry = entryWith('Plain', 1, { class: 'recorded', record: [record], marks: [], findings: [] })
    const [row] = parseCsv(await rendered(csvReport, ledgerOf([entry])), { columns: true }) as Record<string, string>[]
    expect(row).toMatchObject({
      class: 'recorded',
      committer_date: '2026-01-02T00:00:00Z',
      subject: 'Plain',
      tools: 'claude-code',
      models: 'claude-opus-4-6',
      prompts: '3',
      human_edited_ratio: '0.250',
      lines_kept: '3',
      lines_edited: '1',
      ratio_basis: 'measured',
    })
  })
})

describe('a record of several contributions', () => {
  const part = (tool: string, prompts: number | null, humanEdited: Entry['record'][number]['humanEdited']) => ({
    tool,
    toolVersion: null,
    model: 'unknown',
    promptHash: null,
    prompts,
    humanEdited,
  })
  const lines = (kept: number, edited: number, dropped: number) => ({
    kept,
    edited,
    dropped,
    ratio: (edited + dropped) / (kept + edited + dropped),
    method: 'lines/1',
    basis: 'measured' as const,
  })
  const declared = { ratio: 0.9, kept: null, edited: null, dropped: null, basis: 'declared' as const, method: null }
  const unknown = { ...declared, ratio: null, basis: 'unknown' as const }
  const entryOf = (...record: Entry['record']) => entryWith('x', 1, { record, marks: [], findings: [] })
  const cellsOf = async (...record: Entry['record']) => {
    const text = await rendered(csvReport, ledgerOf([entryOf(...record)]))
    const [row] = parseCsv(text, { columns: true }) as Record<string, string>[]
    const names = ['prompts', 'human_edited_ratio', 'lines_kept', 'lines_edited', 'lines_dropped', 'ratio_basis']
    return names.map((name) => row?.[name])
  }

  test('csv: a value for each, and none where none is known', async () => {
    expect(await cellsOf(part('a', 3, lines(8, 1, 1)), part('b', null, declared))).toEqual([
      '3; ',
      '0.200; 0.900',
      '8; ',
      '1; ',
      '1; ',
      'measured; declared',
    ])
    expect(await cellsOf(part('a', null, declared))).toEqual(['', '0.900', '', '', '', 'declared'])
    expect(await cellsOf(part('a', 2, unknown))).toEqual(['2', '', '', '', '', 'unknown'])
    expect(await cellsOf(part('a', null, null))).toEqual(['', '', '', '', '', ''])
    expect(await cellsOf()).toEqual(['', '', '', '', '', ''])
  })

  test('html: the share of what was measured, by its lines, and how the rest is known', () => {
    const shares = (...record: Entry['record']) => sharesOf(entryOf(...record))
    const both = [part('a', 3, lines(8, 1, 1)), part('b', null, lines(0, 5, 5))] as const
    expect(shares(...both)).toBe('0.600 of 20 lines measured')
    expect(shares(...both, part('c', 1, declared), part('d', 1, unknown))).toBe(
      '0.600 of 20 lines measured, 0.900 declared, 1 unknown',
    )
    expect([shares(part('a', 1, declared)), shares(part('a', 1, unknown)), shares(part('a', 1, null))]).toEqual([
      '0.900 declared',
      'unknown',
      'unknown',
    ])
    expect(shares()).toBe('')
  })

  test('html: shows it', async () => {
    const text = await rendered(htmlReport, ledgerOf([entryOf(part('a', null, declared))]))
    expect(text).toContain('<td>0.900 declared</td>')
  })
})

test('what a mark names beside a record is among the tools of every page that names them', async () => {
  const record = { tool: 'claude-code', toolVersion: null, model: 'gpt-5', promptHash: null, prompts: null }
  const entry = entryWith('gemini-3', 1, { record: [{ ...record, humanEdited: null }], findings: [] })
  for (const format of ['text', 'markdown', 'html', 'csv'] as const)
    expect([format, await rendered(await reports[format](), ledgerOf([entry]))]).toEqual([
      format,
      expect.stringMatching(/claude-code[\s\S]*cursor/),
    ])
})

test('html: names that are not drawn are counted', async () => {
  const named = (tool: string, number: number) =>
    entryWith('x', number + 1, {
      findings: [],
      marks: [],
      record: [{ tool, toolVersion: null, model: 'gpt-5', promptHash: null, prompts: null, humanEdited: null }],
    })
  const entries = Array.from({ length: 17 }, (_, number) => named(`tool-${number}`, number))
  expect(await rendered(htmlReport, ledgerOf(entries))).toContain('<p>… and 2 more tools and models.</p>')
  expect(await rendered(htmlReport, ledgerOf(entries.slice(2)))).not.toContain('more tools and models')
})

type Node = DefaultTreeAdapterTypes.Node

const elements = (node: Node): readonly DefaultTreeAdapterTypes.Element[] => {
  const own = 'tagName' in node ? [node] : []
  return 'childNodes' in node ? [...own, ...node.childNodes.flatMap(elements)] : own
}
const attribute = (element: DefaultTreeAdapterTypes.Element, name: string) =>
  element.attrs.find((one) => one.name === name)?.value

describe('html', () => {
  const allowed = new Set(
    'html head meta title style body main div h1 h2 span table thead tbody tr th td p ul li code figure figcaption svg text rect i form label input select option output time script'.split(
      ' ',
    ),
  )

  test('holds our own elements only: one script, one style, both named by the policy, nothing from outside', async () => {
    const found = elements(parseHtml(await rendered(htmlReport, lines)))
    for (const element of found) {
      expect(allowed).toContain(element.tagName)
      for (const { name } of element.attrs) expect(name).not.toMatch(/^on|^(?:src|href|action|srcdoc|style)$/)
    }
    expect(found.filter(({ tagName }) => tagName === 'script')).toHaveLength(1)
    expect(found.filter(({ tagName }) => tagName === 'style')).toHaveLength(1)
    const policy = found.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy')
    expect(policy === undefined ? '' : attribute(policy, 'content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
    )
    expect(found.filter((element) => attribute(element, 'data-kind') !== undefined)).toHaveLength(hostile.length)
  })

  test('each wide table scrolls in a region of its own, which has a name and takes the keyboard', async () => {
    const found = elements(parseHtml(await rendered(htmlReport, lines)))
    const regions = found.filter((element) => attribute(element, 'role') === 'region')
    expect(regions.map((region) => [attribute(region, 'aria-label'), attribute(region, 'tabindex')])).toEqual([
      ['Controls', '0'],
      ['Every commit', '0'],
    ])
    const within = regions.flatMap((region) => elements(region)).filter(({ tagName }) => tagName === 'table')
    expect(within.map((table) => attribute(table, 'id'))).toEqual(['controls', 'commits'])
  })

  test('nothing breaks out, whatever a commit says', async () => {
    const count = async (entries: readonly Entry[]) =>
      elements(parseHtml(await rendered(htmlReport, ledgerOf(entries)))).map(({ tagName }) => tagName)
    await forAll(async (entries) => {
      const plain = entries.map((_, index) => entryWith('plain', index + 1))
      const [got, wanted] = [await count(entries), await count(plain)]
      // Names are drawn as one bar each, so their number may differ; nothing else may.
      const without = (tags: readonly string[]) => tags.filter((tag) => tag !== 'text' && tag !== 'rect')
      expect(without(got)).toEqual(without(wanted))
    })
  })

  test('every control and form field is there and named', async () => {
    const text = await rendered(htmlReport, lines)
    for (const { id } of controls) expect(text).toContain(`>${id}<`)
    expect(text).toMatch(/<label>Filter <input/)
    expect(text).toContain('<html lang="en">')
    expect(text.toLowerCase()).not.toContain('compliant with')
  })
})

describe('markdown', () => {
  test('nothing of a commit is mark-up, a link, a mention or a reference', async () => {
    await forAll(async (entries) => {
      const text = await rendered(markdownReport, ledgerOf(entries))
      expect(text).not.toMatch(/<(?!br>)[a-z/!]/i)
      expect(text).not.toMatch(/https?:\/\/|(?<!&#8203;)www\.|@\w|(?<!&)#\d+(?!;)|\]\(/)
      // As forges have it when they look for mentions and references.
      const shown = text.replace(/<code>.*?<\/code>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
      expect(shown).not.toMatch(/[@#!$~]\w|\bGH-\d/i)
      const tables = text.split('\n').filter((line) => line.startsWith('|'))
      for (const line of tables) expect([4, 7]).toContain(line.split('|').length)
    })
  })

  test('fits a pull request’s comment however many exceptions there are', async () => {
    const many = Array.from({ length: 500 }, (_, number) => entryWith(`Exception ${number}`, number + 1))
    const text = await rendered(markdownReport, ledgerOf(many))
    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain('and 450 more')
    expect(text.indexOf('### Exceptions')).toBeLessThan(text.indexOf('### Controls'))
  })
})

describe('junit', () => {
  test('is well-formed XML whose counts are its cases', async () => {
    await forAll(async (entries) => {
      const text = await rendered(junitReport, ledgerOf(entries))
      expect(XMLValidator.validate(text)).toBe(true)
      const parsed = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'testcase' }).parse(text)
      const suite = parsed.testsuites.testsuite
      expect(suite.testcase).toHaveLength(2 * entries.length + 1)
      expect(suite['@_tests']).toBe(String(2 * entries.length + 1))
      const failed = suite.testcase.filter((one: { failure?: unknown }) => one.failure !== undefined)
      expect(suite['@_failures']).toBe(String(failed.length))
      // GitLab keeps the first of those of one name (docs.gitlab.com, Unit test reports).
      const names = suite.testcase.map((one: Record<string, string>) => `${one['@_classname']} ${one['@_name']}`)
      expect(new Set(names).size).toBe(names.length)
    })
  })

  test('findings of one code at one commit are told apart by what they are about, and by their number', async () => {
    const paths = ['f1', 'f2', 'f2'].map((path) => ({ code: 'paths-forbidden', severity: 'error' as const, path }))
    const text = await rendered(junitReport, ledgerOf([{ ...entryWith('Subject', 1), findings: paths }]))
    const names = [...text.matchAll(/classname="paths-forbidden" name="\w+ ([^"]*)"/g)].map(([, name]) => name)
    expect(names).toEqual(['Subject: path=f1', 'Subject: path=f2', 'Subject: path=f2 (2)'])
  })
})

describe('sarif', () => {
  test('is JSON in which every result names a rule that is there', async () => {
    await forAll(async (entries) => {
      const log = JSON.parse(await rendered(sarifReport, ledgerOf(entries)))
      const [run] = log.runs
      expect([log.version, log.runs.length, run.results.length]).toEqual(['2.1.0', 1, 2 * entries.length])
      const ids = new Set(run.tool.driver.rules.map(({ id }: { id: string }) => id))
      const prints = run.results.map(
        (one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['commitFinding/v1'],
      )
      expect(new Set(prints).size).toBe(prints.length)
      for (const { ruleId, level, message, locations } of run.results) {
        expect(ids).toContain(ruleId)
        expect(['error', 'warning']).toContain(level)
        expect(message.text).not.toBe('')
        expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^commit\/[0-9a-f]{40}$/)
      }
    })
  })
})

describe('ocsf', () => {
  test('is an event a line with what the class asks for, and one for the ledger', async () => {
    await forAll(async (entries) => {
      const events = (await rendered(ocsfReport, ledgerOf(entries)))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(events).toHaveLength(2 * entries.length + 1)
      for (const event of events) {
        expect(event).toMatchObject({ category_uid: 2, class_uid: 2003, type_uid: 200301, activity_id: 1 })
        expect(event.metadata).toMatchObject({ version: '1.3.0', product: { name: 'commit-provenance' } })
        expect([1, 3, 4]).toContain(event.severity_id)
        expect(Number.isInteger(event.time)).toBe(true)
        expect(event.finding_info.uid).not.toBe('')
      }
      expect(events.at(-1).compliance.status_id).toBe(3)
    })
  })
})

test('a page that shows the newest months alone says so', async () => {
  const month = 31 * 24 * 60 * 60
  const entries = Array.from({ length: 40 }, (_, number) => {
    const entry = entryWith('Plain', number + 1)
    return { ...entry, committer: { ...entry.committer, date: number * month } }
  })
  expect(await rendered(htmlReport, ledgerOf(entries))).toContain('date, the newest 36 of 40 months')
  expect(await rendered(htmlReport, ledgerOf(entries.slice(0, 36)))).not.toContain('the newest')
})

test('a waived finding is no warning in a comment', async () => {
  const waiver = { approver: 'ann@example.com', expires: '2030-01-01', reason: 'known', severity: 'error' } as const
  const found = { code: 'record-required', severity: 'error', waiver } as const
  const text = await rendered(commentReport, ledgerOf([{ ...entryWith('Plain', 1), findings: [found] }]))
  expect(text).toContain('- waived: ')
})
