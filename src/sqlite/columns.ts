import type { Value } from './record.js'
import { folded, isWord, nameOf, type Token, tokensOf } from './tokens.js'

/** A column of a table, in the order of its values in a row. */
export type Column = {
  readonly name: string
  /** True for the number of the row by another name (https://www.sqlite.org/lang_createtable.html#rowid). */
  readonly isRowid: boolean
  readonly collation: string
  /** Its value in a row that is older than the column. */
  readonly missing: Value
}

/** A column as an index lists it. */
export type KeyColumn = { readonly name: string; readonly collation: string; readonly isDescending: boolean }

/** What the text of a table says: its columns, and those of the indexes that its constraints make, in their order. */
export type TableText = { readonly columns: readonly Column[]; readonly keys: readonly (readonly KeyColumn[])[] }

const binary = 'binary'

/** What begins a constraint of a column, and ends its type: keywords that no name can be without quotes. */
const constraints = [
  'constraint',
  'primary',
  'not',
  'null',
  'unique',
  'check',
  'default',
  'collate',
  'references',
  'as',
]

const tableConstraints = ['constraint', 'primary', 'unique', 'check', 'foreign']

/**
 * The columns of a table, out of the statement that made it. Null where its rows are kept in another way than one value for
 * each column behind a number: without a rowid, by a module, or with columns that are worked out.
 */
export const readTable = (sql: string): TableText | null => {
  const [create, table, name, body, ...options] = tokensOf(sql) ?? []
  if (!isWord(create, 'create') || !isWord(table, 'table') || nameOf(name) === null || body?.kind !== 'group')
    return null
  if (options.some((token) => !isWord(token, 'strict'))) return null
  const isConstraint = ([first]: readonly Token[]) => isWord(first, ...tableConstraints)
  const definitions = body.parts.filter((part) => !isConstraint(part))
  if (definitions.some((part) => nameOf(part[0]) === null || part.some((token) => isWord(token, 'as')))) return null
  const declared = definitions.map(columnOf)
  const listed = body.parts.filter(isConstraint).flatMap((part) => keysIn(part, declared))
  const primary = listed.find(({ isPrimary }) => isPrimary)?.key
  const columns = declared.map((column) => ({
    ...column,
    isRowid: column.isRowid || (column.isInteger && primary?.length === 1 && primary[0]?.name === column.name),
  }))
  const alias = columns.find(({ isRowid }) => isRowid)?.name
  const keys = [...declared.flatMap(({ keys }) => keys), ...listed]
    .filter(({ key, isPrimary }) => !isPrimary || key.length > 1 || key[0]?.name !== alias)
    .map(({ key }) => key)
  return { columns, keys: keys.filter((key, index) => keys.findIndex((other) => isSame(other, key)) === index) }
}

type Key = { readonly key: readonly KeyColumn[]; readonly isPrimary: boolean }

const columnOf = ([first, ...rest]: readonly Token[]) => {
  // ON DELETE SET DEFAULT is none; of two that differ the last one holds.
  const at = (word: string) =>
    rest.findLastIndex((token, index) => isWord(token, word) && !isWord(rest[index - 1], 'set'))
  const end = rest.findIndex((token) => token.kind === 'group' || isWord(token, ...constraints))
  const type = rest.slice(0, end < 0 ? rest.length : end).map(({ text }) => folded(text))
  const [name, collation] = [nameOf(first) ?? '', at('collate') < 0 ? binary : (nameOf(rest[at('collate') + 1]) ?? '')]
  // A length behind it, as in INTEGER(8), makes it another type.
  const isInteger = type.join(' ') === 'integer' && rest[end]?.kind !== 'group'
  const isDescending = at('primary') >= 0 && isWord(rest[at('primary') + 2], 'desc')
  const key = (word: string): readonly Key[] =>
    at(word) < 0 ? [] : [{ isPrimary: word === 'primary', key: [{ name, collation, isDescending }] }]
  return {
    name,
    collation,
    isInteger,
    isRowid: isInteger && at('primary') >= 0 && !isDescending,
    missing: at('default') < 0 ? null : literal(rest.slice(at('default') + 1), type.join(' ')),
    keys: [...key('primary'), ...key('unique')],
  }
}

/** The lists of columns in a table's constraints that make an index: PRIMARY KEY (…) and UNIQUE (…). */
const keysIn = (part: readonly Token[], columns: readonly { name: string; collation: string }[]): readonly Key[] =>
  part.flatMap((token, index) => {
    const [before, earlier] = [part[index - 1], part[index - 2]]
    const isPrimary = isWord(before, 'key') && isWord(earlier, 'primary')
    if (token.kind !== 'group' || !(isPrimary || isWord(before, 'unique'))) return []
    return [{ isPrimary, key: token.parts.map((listed) => keyColumn(listed, columns) ?? unclear) }]
  })

/** What is no plain column: an expression, or words not known here. */
const unclear: KeyColumn = { name: '', collation: '', isDescending: false }

/** A column in the list of an index or a constraint; null for an expression. */
const keyColumn = (
  [first, ...rest]: readonly Token[],
  columns: readonly { readonly name: string; readonly collation: string }[],
): KeyColumn | null => {
  const column = columns.find(({ name }) => name === nameOf(first))
  const [own, order] = isWord(rest[0], 'collate') ? [nameOf(rest[1]), rest.slice(2)] : [column?.collation, rest]
  if (column === undefined || own == null || order.length > 1 || order.some((token) => !isWord(token, 'asc', 'desc')))
    return null
  return { name: column.name, collation: own, isDescending: isWord(order[0], 'desc') }
}

/** Two constraints on the same columns have one index. */
const isSame = (one: readonly KeyColumn[], other: readonly KeyColumn[]): boolean =>
  one.length === other.length &&
  one.every(({ name, collation }, index) => name === other[index]?.name && collation === other[index]?.collation)

/** The first column of CREATE INDEX; null where it leaves rows out (WHERE) or is not understood. */
export const readIndex = (sql: string, columns: readonly Column[]): KeyColumn | null => {
  const tokens = (tokensOf(sql) ?? []).filter((token, index) => index !== 1 || !isWord(token, 'unique'))
  const [create, index, , on, , list, ...more] = tokens
  if (!isWord(create, 'create') || !isWord(index, 'index') || !isWord(on, 'on') || list?.kind !== 'group') return null
  return more.length > 0 ? null : keyColumn(list.parts[0] ?? [], columns)
}

/** True where the entries of an index with that first column are in the order of a column's bytes. */
export const isOrderedBy = (first: KeyColumn | null, name: string): boolean =>
  first?.name === name && first.collation === binary && !first.isDescending

/** A literal DEFAULT, in the type of its column; null for all else, and where SQLite would turn it into another type. */
const literal = ([first, second]: readonly Token[], type: string): Value => {
  if (first?.kind === 'other')
    return second?.kind === 'number' && '+-'.includes(first.text) ? number(first.text + second.text, type) : null
  if (first?.kind === 'number') return number(first.text, type)
  if (isWord(first, 'true', 'false')) return number(isWord(first, 'true') ? '1' : '0', type)
  const isText = first?.kind === 'string' || first?.kind === 'quoted'
  return isText && (affinity(type) !== 'number' || !/\d/.test(first.text)) ? first.text : null
}

const number = (text: string, type: string): Value => {
  if (affinity(type) !== 'text') return Number.isNaN(Number(text)) ? null : Number(text)
  const plain = text.replace(/^\+/, '')
  return /^(?:0|-?[1-9]\d{0,14})$/.test(plain) ? plain : null
}

/** What a column makes of values (https://www.sqlite.org/datatype3.html, 3.1). */
const affinity = (type: string): 'number' | 'text' | 'none' => {
  if (type.includes('int')) return 'number'
  if (/char|clob|text/.test(type)) return 'text'
  return type === '' || type.includes('blob') ? 'none' : 'number'
}
