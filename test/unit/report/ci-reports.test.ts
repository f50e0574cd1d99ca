import fc from 'fast-check'
import { parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import { annotationOf, azureAnnotation, azureSummary, githubAnnotation } from '../../../src/report/annotations.js'
import { codeQualityReport } from '../../../src/report/code-quality.js'
import { commentMarker, commentReport } from '../../../src/report/comment.js'
import { entryWith, hostileTexts, ledgerOf, rendered } from './hostile.js'

const hostile = ledgerOf(hostileTexts.map((text, index) => entryWith(text, index + 1)))

describe('the comment', () => {
  test('begins with its marker, once', async () => {
    const text = await rendered(commentReport, hostile)
    expect(text.startsWith(`${commentMarker}\n`)).toBe(true)
    expect(text.split('<!--')).toHaveLength(2)
  })

  test('holds no element but its own, whatever stands in commits', async () => {
    const names: string[] = []
    const walk = (node: { nodeName: string; childNodes?: unknown[] }): void => {
      names.push(node.nodeName)
      for (const child of node.childNodes ?? []) walk(child as typeof node)
    }
    walk(parseFragment(await rendered(commentReport, hostile)) as never)
    expect(new Set(names)).toEqual(new Set(['#document-fragment', '#comment', '#text', 'code']))
  })

  test('is never longer than a comment may be, and counts what it leaves out', async () => {
    const entries = Array.from({ length: 2_000 }, (_, index) => entryWith('|`<@$'.repeat(40), index + 1))
    const text = await rendered(commentReport, ledgerOf(entries))
    expect(text.length).toBeLessThan(32_768)
    expect(text.length).toBeGreaterThan(25_000)
    const shown = text.split('\n').filter((line) => /^[0-9a-f]{12} /.test(line)).length
    expect(text).toContain(`… and ${2_000 - shown} more commits with findings`)
  })
})

test('Code Quality: an array, a fingerprint of its own for each issue', async () => {
  const issues = JSON.parse(await rendered(codeQualityReport, hostile)) as { fingerprint: string; severity: string }[]
  expect(issues).toHaveLength(hostileTexts.length * 2)
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
  expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['major', 'minor']))
})

test('Code Quality: two findings of one rule on one commit are told apart by their files', async () => {
  const findings = ['src/a.ts', 'src/b.ts'].map(
    (path) => ({ code: 'paths-forbidden', severity: 'error', path }) as const,
  )
  const text = await rendered(codeQualityReport, ledgerOf([entryWith('x', 1, { findings })]))
  const said = (JSON.parse(text) as { description: string }[]).map(({ description }) => description)
  expect(said).toEqual([expect.stringContaining('(path=src/a.ts): '), expect.stringContaining('(path=src/b.ts): ')])
})

describe('annotations', () => {
  const text = fc.oneof(
    fc.constantFrom(...hostileTexts.slice(0, -1), '%0A::error::x', '%25', 'a,b:c]d;e'),
    fc.string({ unit: 'binary' }),
  )

  test('are one line and one command each', () => {
    fc.assert(
      fc.property(text, text, (title, said) => {
        const annotation = { level: 'error', title, text: said } as const
        expect(githubAnnotation(annotation)).toMatch(/^::error title=[^:,\r\n]*::[^\r\n]*\n$/)
        expect(azureAnnotation(annotation).match(/##(?=\w*\[)|\r|\n/g)).toEqual(['##', '\n'])
        expect(azureSummary(said).match(/##(?=\w*\[)|\r|\n/g)).toEqual(['##', '\n'])
      }),
    )
  })

  test('what is escaped is not undone into another line', () => {
    expect(githubAnnotation({ level: 'warning', title: 'a:b,c%', text: '100% %0A' })).toBe(
      '::warning title=a%3Ab%2Cc%25::100%25 %250A\n',
    )
    expect(azureAnnotation({ level: 'warning', title: 't', text: '%0A' })).toBe(
      '##vso[task.logissue type=warning]t: %AZP250A\n',
    )
  })

  test('say commit, rule and command', () => {
    expect(annotationOf({ code: 'record-bound', severity: 'warn', oid: 'a'.repeat(40) })).toEqual({
      level: 'warning',
      title: 'record-bound',
      text: 'aaaaaaaaaaaa carries a record that is not bound to its change. See: provenance show aaaaaaaaaaaa',
    })
  })
})
