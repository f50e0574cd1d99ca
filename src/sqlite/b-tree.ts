import { varint } from './bytes.js'
import { type Payload, payloadAt } from './payload.js'
import { Damaged, type Reader } from './reader.js'
import { compareWith, recordOf } from './record.js'

type Form = 'table' | 'index'

/** A page of a b-tree (https://www.sqlite.org/fileformat2.html, 1.6): so many cells, whose places are listed from `pointers` on. */
type Node = {
  readonly form: Form
  readonly page: DataView
  readonly isLeaf: boolean
  readonly count: number
  readonly pointers: number
  readonly right: number
}

/** A row of a table, or (without a number of its own) an entry of an index. */
export type Cell = { readonly rowid: number; readonly payload: Payload }

/** A tree of the largest file, with as few children as a page can have, is not as deep. */
const maxDepth = 40

/** Looking at a cell takes as long as copying so many bytes. */
const cellWork = 64

const kinds = { table: { interior: 5, leaf: 13 }, index: { interior: 2, leaf: 10 } }

const nodeAt = ({ page, usable }: Reader, number: number, form: Form): Node => {
  const view = page(number)
  // The database's header stands before the first page's own.
  const start = number === 1 ? 100 : 0
  const kind = view.getUint8(start)
  const isLeaf = kind === kinds[form].leaf
  if (!isLeaf && kind !== kinds[form].interior) throw new Damaged(`page ${number} is not of such a tree`)
  const count = view.getUint16(start + 3)
  const pointers = start + (isLeaf ? 8 : 12)
  if (pointers + 2 * count > usable) throw new Damaged(`page ${number} has too many cells`)
  return { form, page: view, isLeaf, count, pointers, right: isLeaf ? 0 : view.getUint32(start + 8) }
}

const cellStart = ({ spend, usable }: Reader, { page, pointers, count }: Node, index: number): number => {
  spend(cellWork)
  const at = page.getUint16(pointers + 2 * index)
  if (at < pointers + 2 * count || at >= usable) throw new Damaged('a cell outside of its page')
  return at
}

/** The page below a node that comes before its cell, or behind its last one. */
const childOf = (reader: Reader, node: Node, index: number): number =>
  index === node.count ? node.right : node.page.getUint32(cellStart(reader, node, index))

const cellOf = (reader: Reader, node: Node, index: number): Cell => {
  const start = cellStart(reader, node, index) + (node.isLeaf ? 0 : 4)
  const [length, behind] = varint(node.page, start)
  const [rowid, at] = node.form === 'table' ? varint(node.page, behind) : [0, behind]
  return { rowid, payload: payloadAt(reader, { page: node.page, at, length, form: node.form }) }
}

/** A walk through a tree: which of a node's cells are wanted, from the first to before the last. */
type Walk = {
  readonly reader: Reader
  readonly form: Form
  readonly wanted: (node: Node) => readonly [number, number]
  readonly seen: Set<number>
}

/** The cells of a walk below a page, the last one first: entries of an index stand in interior pages too. */
function* backwards(walk: Walk, number: number, depth = 0): Generator<Cell> {
  if (walk.seen.has(number) || depth > maxDepth) throw new Damaged('a tree in a circle')
  walk.seen.add(number)
  const node = nodeAt(walk.reader, number, walk.form)
  const [from, to] = walk.wanted(node)
  for (let index = to; index >= from; index -= 1) {
    if (index < to && (node.isLeaf || walk.form === 'index')) yield cellOf(walk.reader, node, index)
    if (!node.isLeaf) yield* backwards(walk, childOf(walk.reader, node, index), depth + 1)
  }
}

/** All rows of a table, the last one first. */
export const rowsBackwards = (reader: Reader, root: number): Generator<Cell> =>
  backwards({ reader, form: 'table', wanted: ({ count }) => [0, count], seen: new Set() }, root)

/** The entries of an index whose first column is a text, the last one first. */
export const entriesBackwards = (reader: Reader, root: number, text: Uint8Array): Generator<Cell> => {
  const compare = (node: Node, index: number) => compareWith(recordOf(cellOf(reader, node, index).payload), 0, text)
  const wanted = (node: Node) =>
    [
      firstThat(node.count, (index) => compare(node, index) >= 0),
      firstThat(node.count, (index) => compare(node, index) > 0),
    ] as const
  return backwards({ reader, form: 'index', wanted, seen: new Set() }, root)
}

/** The row of a table with that number. */
export const rowAt = (reader: Reader, root: number, rowid: number): Cell => {
  for (let number = root, depth = 0; depth <= maxDepth; depth += 1) {
    const node = nodeAt(reader, number, 'table')
    const index = firstThat(node.count, (cell) => rowidOf(reader, node, cell) >= rowid)
    if (node.isLeaf) {
      if (index === node.count || rowidOf(reader, node, index) !== rowid) break
      return cellOf(reader, node, index)
    }
    number = childOf(reader, node, index)
  }
  throw new Damaged(`no row ${rowid}`)
}

/** The number of a row, or the largest one below a cell. */
const rowidOf = (reader: Reader, node: Node, index: number): number => {
  const start = cellStart(reader, node, index)
  return varint(node.page, node.isLeaf ? varint(node.page, start)[1] : start + 4)[0]
}

/** The first of so many for which it holds, where it holds for all behind that one too; their count where it does for none. */
const firstThat = (count: number, holds: (index: number) => boolean): number => {
  let [from, to] = [0, count]
  while (from < to) {
    const middle = (from + to) >> 1
    if (holds(middle)) to = middle
    else from = middle + 1
  }
  return from
}
