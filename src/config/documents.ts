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
  const schema = JSON.parse(readFileSync(join(schemas, `${kind}.schema.json`), 'utf8')) as Schema
  const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true })
  ajv.addFormat('regex', isExpression)
  const validate = ajv.compile(schema.oneOf === undefined ? schema : byType(schema, schema.oneOf))
  // What is of no type breaks the list of types as well, which says which there are.
  const isTold = ({ keyword }: ErrorObject) => keyword !== 'discriminator'
  return (value) => (validate(value) ? [] : nearestForms((validate.errors ?? []).filter(isTold)).map(objection))
}

type Schema = { readonly oneOf?: readonly { readonly properties: { readonly type: { readonly const: string } } }[] }

/** A line of a ledger names its type, and only the form of that type judges it (Ajv 8, the keyword `discriminator`). */
const byType = (schema: Schema, forms: NonNullable<Schema['oneOf']>) => ({
  ...schema,
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  properties: { type: { enum: forms.map(({ properties }) => properties.type.const) } },
})

/** Of the errors on a value that may have several forms (anyOf): those of the form of its own type; where no form is of its type, only which types there are. */
const nearestForms = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  let left = errors
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const inside = left.filter((one) => one.schemaPath.startsWith(`${union.schemaPath}/`))
    const ofType = inside.filter((one) => one.keyword === 'type' && one.instancePath === union.instancePath)
    if (inside.length > ofType.length) left = left.filter((one) => one !== union && !ofType.includes(one))
    else
      left = left.filter((one) => !inside.includes(one)).map((one) => (one === union ? withTypes(union, ofType) : one))
  }
  return left
}

const withTypes = (union: ErrorObject, errors: readonly ErrorObject[]): ErrorObject => ({
  ...union,
  message: `must be ${errors.map(({ params }) => (params as { readonly type: string }).type).join(' or ')}`,
})

const objection = ({ instancePath, message, params }: ErrorObject): Objection => {
  const at = instancePath === '' ? '/' : instancePath
  const what = message ?? 'is not valid'
  const { additionalProperty: key, allowedValues, allowedValue } = params as Params
  if (key !== undefined) return { at, what: `${what}: ${key}`, key }
  const allowed = allowedValues ?? (allowedValue === undefined ? [] : [allowedValue])
  return { at, what: allowed.length === 0 ? what : `${what}: ${allowed.join(', ')}` }
}

type Params = {
  readonly additionalProperty?: string
  readonly allowedValues?: readonly unknown[]
  readonly allowedValue?: unknown
}
