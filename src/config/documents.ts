import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { isExpression } from './expression.js'

/** The documents that have a published schema. */
export const documentKinds = ['config', 'ledger', 'record', 'statement', 'review'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** One thing a schema objects to: where in the document, and what; the key that should not be there. */
export type Objection = { readonly at: string; readonly what: string; readonly key?: string }

/** A judge of documents by the published schema of their kind, read from the schema folder. */
export const documentJudge = (schemas: string, kind: DocumentKind): ((value: unknown) => readonly Objection[]) => {
  const schema = JSON.parse(readFileSync(join(schemas, `${kind}.schema.json`), 'utf8')) as object
  const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true })
  ajv.addFormat('regex', isExpression)
  const validate = ajv.compile(schema)
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(objection))
}

const objection = ({ instancePath, message, params }: ErrorObject): Objection => {
  const at = instancePath === '' ? '/' : instancePath
  const what = message ?? 'is not valid'
  const { additionalProperty: key } = params as { readonly additionalProperty?: string }
  return key === undefined ? { at, what } : { at, what: `${what}: ${key}`, key }
}
