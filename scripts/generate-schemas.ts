// Writes schemas/*.schema.json from the zod definitions; with --check only says whether they differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { Config } from '../src/config/schema.js'
import { Contribution, parameters } from '../src/core/ledger/evidence-schema.js'
import { LedgerLine } from '../src/core/ledger/schema.js'
import { ReviewStatement } from '../src/core/review/statement.js'
import { Statement } from '../src/core/signature/statement.js'

const record = z
  .strictObject({
    contributions: z.array(Contribution),
    none: z
      .strictObject({
        basis: z.enum(['observed', 'declared', 'measured', 'unknown']),
        parameters: parameters.optional(),
      })
      .nullable(),
    change: z.string().nullable(),
    changeParameters: parameters.optional(),
  })
  .meta({ title: 'commit-provenance record' })

const documents = { config: Config, ledger: LedgerLine, record, review: ReviewStatement, statement: Statement }
/** Ajv's strict mode refuses a list of types, but for one beside null (Ajv 8, strict mode, allowUnionTypes); anyOf says the same. */
const withoutUnionType = (_key: string, value: unknown): unknown => {
  const { type, ...rest } = (value ?? {}) as { readonly type?: unknown }
  if (!Array.isArray(type) || type.filter((one) => one !== 'null').length < 2) return value
  return { ...rest, anyOf: type.map((one) => ({ type: one })) }
}

const check = process.argv.includes('--check')
let drift = 0

mkdirSync('schemas', { recursive: true })
for (const [name, schema] of Object.entries(documents)) {
  const file = `schemas/${name}.schema.json`
  const generated = {
    ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12', reused: name === 'config' ? 'ref' : 'inline' }),
    $id: `commit-provenance/${name}/1`,
  }
  const text = `${JSON.stringify(generated, withoutUnionType, 2)}\n`
  const current = (() => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  })()
  if (current === text) continue
  drift += 1
  if (check) process.stderr.write(`${file} differs from the source; run: npm run schemas\n`)
  else writeFileSync(file, text)
}
if (check && drift > 0) process.exitCode = 1
