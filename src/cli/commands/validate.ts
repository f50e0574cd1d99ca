import { constants } from 'node:buffer'
import { lstatSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type DocumentKind, documentJudge, type Objection } from '../../config/documents.js'
import { settingLines } from '../../config/line-of.js'
import { besideFile, checkConfig, maxConfigBytes, noPolicy, problemsIn } from '../../config/load.js'
import { packageConfig } from '../../config/package-json.js'
import { parseYaml } from '../../config/parse.js'
import { configFiles } from '../../core/config-files.js'
import { ProvenanceError } from '../../core/errors.js'
import { createLineOrder } from '../../core/ledger/line-order.js'
import type { LedgerLine } from '../../core/ledger/schema.js'
import { plainHashWarning } from '../../core/record/prompt-commitment.js'
import { reviewPredicateType } from '../../core/review/statement.js'
import { unfollowed } from '../../git/commit-files.js'
import { visible } from '../../report/escape.js'
import { readBounded } from '../../store/bounded.js'
import { asJson, type Output } from '../output.js'
import { schemaFolder } from '../program-files.js'

type Options = { readonly json?: boolean }

/** `provenance validate`: 0 where the document is as its schema has it, 1 with what is wrong where it is not. */
export const validate = async (file: string, options: Options, output: Output): Promise<number> => {
  const text = read(file)
  const documents = documentsIn(file, text)
  const { kind } = documents
  const lineOf = kind === 'config' ? settingLines(file, text) : null
  // Our own reader says better what is wrong than the branches of a schema do.
  const told = lineOf === null ? [] : configObjections(file, documents.values[0]?.value, lineOf)
  const warnings = kind === 'config' && told.length === 0 ? configWarnings(file, documents.values[0]?.value) : []
  const all = told.length > 0 ? told : schemaObjections(documents, lineOf)
  if (options.json) output.answer(asJson({ file, kind, valid: all.length === 0, objections: all, warnings }))
  else if (all.length === 0) output.answer(`${file}: a valid ${kind} document\n`)
  else
    for (const { line, at, what } of all.slice(0, 50))
      output.answer(`${visible(file)}:${line}: ${visible(`${at} ${what}`)}\n`)
  for (const one of warnings) output.talk(`warning: ${one}\n`)
  return all.length === 0 ? 0 : 1
}

/** What a valid configuration asks for that a person should know of. */
const configWarnings = (file: string, value: unknown): readonly string[] =>
  checkConfig(value, file, besideFile(dirname(file))).prompts.hash === 'plain' ? [plainHashWarning] : []

/** What the published schema objects to, each in its line: of a ledger that of its document, of a configuration that of the setting. */
const schemaObjections = ({ kind, values }: Documents, lineOf: LineOf | null): readonly Placed[] => {
  const judge = documentJudge(schemaFolder(), kind === 'entry' ? 'ledger' : kind)
  const found = values.flatMap(({ line, value }) =>
    judge(value ?? {}).map((one) => ({ line: lineOf === null ? line : lineOf(pathOf(one)), ...one })),
  )
  const outOfOrder = kind === 'ledger' ? misplaced(values) : []
  return [...found, ...outOfOrder].toSorted((a, b) => a.line - b.line)
}

/** Each line may be as its schema has it in a ledger that was cut off, or is two. */
const misplaced = (values: Documents['values']): readonly Placed[] => {
  const order = createLineOrder()
  const placed = (line: number) => (what: string) => ({ line, at: '/type', what })
  const found = values.flatMap(({ line, value }) => order.add(lineType(value)).map(placed(line)))
  return [...found, ...order.end().map(placed((values.at(-1)?.line ?? 0) + 1))]
}

const lineType = (value: unknown): LedgerLine['type'] | null => {
  const { type } = (value ?? {}) as { readonly type?: unknown }
  return type === 'header' || type === 'commit' || type === 'footer' ? type : null
}

type LineOf = (path: readonly string[]) => number

/** The names that lead to what is objected to (RFC 6901). */
const pathOf = ({ at, key }: Objection): readonly string[] => {
  const parts = at.split('/').filter((part) => part !== '')
  const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return key === undefined ? names : [...names, key]
}

const pointerTo = (path: readonly string[]): string =>
  `/${path.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`

/** Of all documents only a ledger may be long: one that can be a text still. */
const read = (file: string): string =>
  readBounded(file, (start) =>
    isLedger(start.toString('utf8')) ? constants.MAX_STRING_LENGTH : maxConfigBytes,
  ).toString('utf8')

const isLedger = (text: string): boolean => /^\s*\{.*"type":"(?:header|commit|footer)"/.test(text)

type Documents = {
  /** An entry is one line of a ledger by itself, as `show --json` prints it. */
  readonly kind: DocumentKind | 'entry'
  readonly values: readonly { readonly line: number; readonly value: unknown }[]
}

/** What `verify --json` and `report --json` print, which is no ledger: it has no chain. */
const isReport = (text: string): boolean => /^\s*\{\s*"header"\s*:/.test(text)

/** A ledger is told by its first line, an entry of one by its type, a record by its contributions, a statement about a ledger or a review by its type or its envelope; the rest is a configuration. */
const documentsIn = (file: string, text: string): Documents => {
  if (isReport(text))
    throw new ProvenanceError(
      'DOCUMENT_INVALID',
      `${file}: expected a config, ledger or record document, got a report of a ledger, as --json prints it`,
      { hint: 'provenance verify HEAD --output ledger.jsonl' },
    )
  const lines = text.split('\n').flatMap((one, index) => (one.trim() === '' ? [] : [{ one, line: index + 1 }]))
  if (isLedger(lines[0]?.one ?? '')) {
    return { kind: 'ledger', values: lines.map(({ one, line }) => ({ line, value: parsed(file, one) })) }
  }
  const value = basename(file) === 'package.json' ? packageConfig(text) : parsed(file, text)
  const has = (key: string) => typeof value === 'object' && value !== null && key in value
  if (has('payloadType')) {
    const statement = statementIn(file, value)
    return { kind: statementKind(statement), values: [{ line: 1, value: statement }] }
  }
  if (lineType(value) === 'commit') return { kind: 'entry', values: [{ line: 1, value }] }
  const kind = has('contributions') ? 'record' : has('predicateType') ? statementKind(value) : 'config'
  // As it is read where it counts, which refuses what JSON.parse passes over (a key said twice).
  if (kind === 'config' && basename(file) !== 'package.json') parseYaml(file, text)
  return { kind, values: [{ line: 1, value }] }
}

/** Statements about a review are of another kind than those about a ledger. */
const statementKind = (value: unknown): 'statement' | 'review' =>
  (value as { predicateType?: unknown } | null)?.predicateType === reviewPredicateType ? 'review' : 'statement'

/** The statement that a DSSE envelope carries. */
const statementIn = (file: string, envelope: unknown): unknown =>
  parsed(file, Buffer.from(String((envelope as { payload?: unknown }).payload), 'base64').toString('utf8'))

const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return parseYaml(file, text)
  }
}

type Placed = Objection & { readonly line: number }

/** What our own reader says of a configuration, which knows the nearest option, and reads what it extends. */
const configObjections = (file: string, value: unknown, lineOf: LineOf): readonly Placed[] => {
  if (value == null) return [{ line: 1, at: '/', what: noPolicy }]
  if (configFiles.some((name) => name === basename(file)) && lstatSync(file).isSymbolicLink())
    return [{ line: 1, at: '/', what: `expected a file, got a symbolic link, ${unfollowed}` }]
  try {
    checkConfig(value, file, besideFile(dirname(file)))
    return []
  } catch (cause) {
    if (!(cause instanceof ProvenanceError)) throw cause
    const found = problemsIn(cause)
    return found?.file === file
      ? found.problems.map(({ path, says }) => ({ line: lineOf(path), at: pointerTo(path), what: says }))
      : [{ line: lineOf(['extends']), at: '/extends', what: cause.message }]
  }
}
