import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { documentKinds } from '../../src/config/documents.js'

test.for(documentKinds)('an auditor’s own judge takes our schema in its strict mode: %s', (kind) => {
  const ajv = new Ajv2020({ strict: true })
  ajv.addFormat('regex', true)
  expect(() => ajv.compile(JSON.parse(readFileSync(`schemas/${kind}.schema.json`, 'utf8')))).not.toThrow()
})
