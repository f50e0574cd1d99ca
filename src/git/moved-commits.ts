import { nonEmptyLines } from '../core/split.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** A branch that is to go from one commit to another, and commits whose history counts as held already beside that of the first. */
export type Move = { readonly from: string; readonly to: string; readonly held: readonly string[] }

/** The commits that a move brings, in the order of `rev-list --topo-order --reverse`; `forward` where the branch loses none, null where that is not known. */
export type Moved = { readonly commits: readonly string[]; readonly forward: boolean | null }

/** So many of the newest commits are looked at, then all: nearly every branch moves on from where its project stands. */
const looks = [2_000, 50_000, null] as const

/**
 * What each of many branches brings, as `rev-list TO ^FROM ^HELD…` has it of one: asked of git for all of them at once, and told
 * apart by who leads to whom. Null where git cannot walk, which it is to say of each by itself.
 */
export const movedCommits = (repository: UntrustedRepository, moves: readonly Move[]): readonly Moved[] | null => {
  const found = new Map<Move, Moved>()
  for (const look of looks) {
    const left = moves.filter((move) => !found.has(move))
    if (left.length === 0) break
    const graph = graphOf(repository, left, look)
    if (graph === null) return null
    const tell = teller(graph)
    for (const move of left) {
      const moved = tell(move)
      if (moved !== null) found.set(move, moved)
    }
  }
  const all = moves.flatMap((move) => found.get(move) ?? [])
  return all.length === moves.length ? all : null
}

/** Commits by number, children before parents; a parent that was not looked at is -1. */
type Graph = {
  readonly names: readonly string[]
  readonly parents: readonly (readonly number[])[]
  readonly numbers: ReadonlyMap<string, number>
}

/** The newest commits that some moves lead to. Null where git fails. */
const graphOf = (repository: UntrustedRepository, moves: readonly Move[], most: number | null): Graph | null => {
  const starts = [...new Set(moves.flatMap(({ from, to, held }) => [from, to, ...held]))]
  const bound = most === null ? [] : [`--max-count=${Math.max(most, 4 * starts.length)}`]
  const input = starts.map((oid) => `${oid}\n`).join('')
  const { status, stdout } = ask(repository, ['rev-list', '--parents', ...bound, '--stdin'], { input })
  if (status !== 0) return null
  const rows = new Map(
    nonEmptyLines(stdout).map((line) => {
      const [oid = '', ...parents] = line.split(' ')
      return [oid, parents] as const
    }),
  )
  const names = childrenFirst([...rows.keys()], (oid) => rows.get(oid) ?? [])
  const numbers = new Map(names.map((oid, number) => [oid, number]))
  return { names, numbers, parents: names.map((oid) => (rows.get(oid) ?? []).map((one) => numbers.get(one) ?? -1)) }
}

/**
 * Commits in git's order: none before one of its children, and a line of history without another one between (commit.c,
 * sort_in_topological_order: those whose children are all there lie on a stack, which the last put on leaves first).
 */
const childrenFirst = <Name>(all: readonly Name[], parentsOf: (one: Name) => readonly Name[]): readonly Name[] => {
  const children = new Map(all.map((one) => [one, 0]))
  const count = (one: Name, by: number): number => {
    const known = children.get(one)
    if (known === undefined) return -1
    children.set(one, known + by)
    return known + by
  }
  for (const one of all) for (const parent of parentsOf(one)) count(parent, 1)
  const stack = all.filter((one) => children.get(one) === 0).toReversed()
  const sorted: Name[] = []
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    sorted.push(one)
    for (const parent of parentsOf(one)) if (count(parent, -1) === 0) stack.push(parent)
  }
  return sorted
}

const [leadsFromTo, isHeld] = [1, 2]

/** Tells of a move what it brings, as far as a graph has it: null where that leads out of it. */
const teller = ({ names, parents, numbers }: Graph) => {
  const marks = new Uint8Array(names.length)
  return ({ from, to, held }: Move): Moved | null => {
    const queue = lowestFirst()
    const touched: number[] = []
    let open = 0
    const mark = (number: number, bits: number): void => {
      const before = marks[number] ?? 0
      marks[number] = before | bits
      if (before === 0) {
        touched.push(number)
        queue.add(number)
      }
      open += Number((before | bits) === leadsFromTo) - Number(before === leadsFromTo)
    }
    const walk = (): readonly number[] | null => {
      const brought: number[] = []
      const starts = [to, from, ...held].map((oid) => numbers.get(oid) ?? -1)
      if (starts.includes(-1)) return null
      for (const [index, start] of starts.entries()) mark(start, index === 0 ? leadsFromTo : isHeld)
      while (open > 0) {
        const number = queue.take()
        const bits = marks[number] ?? 0
        if (bits === leadsFromTo) {
          open -= 1
          brought.push(number)
          if (parents[number]?.includes(-1)) return null
        }
        for (const parent of parents[number] ?? []) if (parent >= 0) mark(parent, bits)
      }
      return brought
    }
    const brought = walk()
    const start = numbers.get(from)
    const isReached = start !== undefined && (marks[start] ?? 0) === (leadsFromTo | isHeld)
    for (const number of touched) marks[number] = 0
    if (brought === null) return null
    const own = new Set(brought)
    const sorted = childrenFirst(brought, (number) => (parents[number] ?? []).filter((one) => own.has(one)))
    return {
      commits: sorted.map((number) => names[number] ?? '').toReversed(),
      forward: isReached || (held.length > 0 ? null : false),
    }
  }
}

/** Numbers of which the lowest is taken first: a binary heap. */
const lowestFirst = () => {
  const heap: number[] = []
  const at = (index: number) => heap[index] ?? Number.POSITIVE_INFINITY
  const swap = (one: number, other: number) => {
    const [a, b] = [at(one), at(other)]
    heap[one] = b
    heap[other] = a
  }
  const add = (number: number): void => {
    heap.push(number)
    for (let index = heap.length - 1; index > 0; ) {
      const above = (index - 1) >> 1
      if (at(above) <= at(index)) return
      swap(above, index)
      index = above
    }
  }
  const take = (): number => {
    const lowest = at(0)
    const last = heap.pop() ?? lowest
    if (heap.length > 0) heap[0] = last
    for (let index = 0; ; ) {
      const below = at(2 * index + 1) <= at(2 * index + 2) ? 2 * index + 1 : 2 * index + 2
      if (at(below) >= at(index)) return lowest
      swap(index, below)
      index = below
    }
  }
  return { add, take }
}
