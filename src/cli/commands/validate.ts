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
import { joined, pieces } from '../../store/bounded.js'
import { linesIn } from '../../workflows/verify/ledger-lines.js'
import { asJson, type Output } from '../output.js'
import { schemaFolder } from '../program-files.js'

type Options = { readonly json?: boolean }

/** `provenance validate`: 0 where the document is as its schema has it, 1 with what is wrong where it is not. */
export const validate = async (file: string, options: Options, output: Output): Promise<number> => {
  const { kind, objections, warnings } = await judged(file)
  if (options.json) output.answer(asJson({ file, kind, valid: objections.length === 0, objections, warnings }))
  else if (objections.length === 0) output.answer(`${file}: a valid ${kind} document\n`)
  else
    for (const { line, at, what } of objections.slice(0, 50))
      output.answer(`${visible(file)}:${line}: ${visible(`${at} ${what}`)}\n`)
  for (const one of warnings) output.talk(`warning: ${one}\n`)
  return objections.length === 0 ? 0 : 1
}

/** An entry is one line of a ledger by itself, as `show --json` prints it. */
type Kind = DocumentKind | 'entry'

/** What a document is, what is wrong with it, in the order of its lines, and what a valid one asks for that a person should know of. */
type Judged = { readonly kind: Kind; readonly objections: readonly Placed[]; readonly warnings: readonly string[] }

/** Of all documents only a ledger may be long, and so is never held as a whole. It is told by the first piece of the file. */
const judged = async (file: string): Promise<Judged> => {
  const rest = pieces(file)
  const start = rest.next().value ?? Buffer.alloc(0)
  const all = startingWith(start, rest)
  refuseReport(file, start.toString('utf8'))
  if (isLedger(start.toString('utf8')))
    return { kind: 'ledger', objections: await ledgerObjections(file, all), warnings: [] }
  const text = joined(file, all, maxConfigBytes).toString('utf8')
  const { kind, value } = documentIn(file, text)
  const lineOf = kind === 'config' ? settingLines(file, text) : null
  // Our own reader says better what is wrong than the branches of a schema do.
  const told = lineOf === null ? [] : configObjections(file, value, lineOf)
  return {
    kind,
    objections: told.length > 0 ? told : schemaObjections(kind, value, lineOf),
    warnings: kind === 'config' && told.length === 0 ? configWarnings(file, value) : [],
  }
}

const configWarnings = (file: string, value: unknown): readonly string[] =>
  checkConfig(value, file, besideFile(dirname(file))).prompts.hash === 'plain' ? [plainHashWarning] : []

function* startingWith(start: Buffer, rest: Iterable<Buffer>): Generator<Buffer> {
  yield start
  yield* rest
}

/** What the published schema objects to, in the line of the setting where it is a configuration. */
const schemaObjections = (kind: Kind, value: unknown, lineOf: LineOf | null): readonly Placed[] =>
  documentJudge(
    schemaFolder(),
    kind === 'entry' ? 'ledger' : kind,
  )(value ?? {})
    .map((one) => ({ line: lineOf === null ? 1 : lineOf(pathOf(one)), ...one }))
    .toSorted((a, b) => a.line - b.line)

/** What is wrong with each line of a ledger; it may be as its schema has it in one that was cut off, or is two. */
const ledgerObjections = async (file: string, bytes: Iterable<Buffer>): Promise<readonly Placed[]> => {
  const judge = documentJudge(schemaFolder(), 'ledger')
  const order = createLineOrder()
  const placed = (at: number) => (what: string) => ({ line: at, at: '/type', what })
  const found: Placed[] = []
  let [line, last] = [0, 0]
  for await (const one of linesIn(file, bytes)) {
    line += 1
    const text = one.toString('utf8')
    if (text.trim() === '') continue
    const value = parsed(file, text)
    found.push(...judge(value ?? {}).map((objection) => ({ line, ...objection })))
    found.push(...order.add(lineType(value)).map(placed(line)))
    last = line
  }
  return [...found, ...order.end().map(placed(last + 1))]
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

const isLedger = (text: string): boolean => /^\s*\{.*"type":"(?:header|commit|footer)"/.test(text)

/** Refuses what `verify --json` and `report --json` print, which is no ledger: it has no chain. Throws DOCUMENT_INVALID. */
const refuseReport = (file: string, text: string): void => {
  if (!/^\s*\{\s*"header"\s*:/.test(text)) return
  throw new ProvenanceError(
    'DOCUMENT_INVALID',
    `${file}: expected a config, ledger or record document, got a report of a ledger, as --json prints it`,
    { hint: 'provenance verify HEAD --output ledger.jsonl' },
  )
}

/** An entry of a ledger is told by its type, a record by its contributions, a statement about a ledger or a review by its type or its envelope; the rest is a configuration. */
const documentIn = (file: string, text: string): { readonly kind: Kind; readonly value: unknown } => {
  const value = basename(file) === 'package.json' ? packageConfig(text) : parsed(file, text)
  const has = (key: string) => typeof value === 'object' && value !== null && key in value
  if (has('payloadType')) {
    const statement = statementIn(file, value)
    return { kind: statementKind(statement), value: statement }
  }
  if (lineType(value) === 'commit') return { kind: 'entry', value }
  const kind = has('contributions') ? 'record' : has('predicateType') ? statementKind(value) : 'config'
  // As it is read where it counts, which refuses what JSON.parse passes over (a key said twice).
  if (kind === 'config' && basename(file) !== 'package.json') parseYaml(file, text)
  return { kind, value }
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
