import { diffArrays } from 'diff'

/** A run of lines that stand in both texts, or a place where they differ: `old` lines gave way to `fresh` ones. Offsets count from 0. */
export type Stretch = {
  readonly same: boolean
  readonly oldStart: number
  readonly oldEnd: number
  readonly newStart: number
  readonly newEnd: number
}

/** Beyond so many changed lines Myers' algorithm is left for anchors: it costs their square. */
const maxEdits = 1_000

/** The same between anchors, where it may be tried often: with the depth it keeps the whole near linear on any input. */
const maxEditsBetween = 200
const maxDepth = 12

/**
 * How one list of lines became another: stretches in order, covering both. Shortest where the change is small,
 * else anchored on lines that are unique in both, so that time stays near linear. Same lines are equal strings.
 */
export const align = (old: readonly string[], fresh: readonly string[]): readonly Stretch[] => {
  const whole = { oldStart: 0, oldEnd: old.length, newStart: 0, newEnd: fresh.length }
  // Where they begin and end alike, as nearly all of a large file does, no line need be numbered.
  const { oldStart, oldEnd, newStart, newEnd } = withoutEnds(old, fresh, whole)
  const ids = new Map<string, number>()
  const number = (line: string) => {
    const known = ids.get(line)
    if (known !== undefined) return known
    ids.set(line, ids.size)
    return ids.size - 1
  }
  const middle = {
    old: old.slice(oldStart, oldEnd).map(number),
    fresh: fresh.slice(newStart, newEnd).map(number),
  }
  const stretches: Stretch[] = []
  const work = { ...middle, kinds: ids.size, stretches }
  alignRange(work, { oldStart: 0, oldEnd: middle.old.length, newStart: 0, newEnd: middle.fresh.length }, 0)
  const moved = stretches.map((one) => ({
    same: one.same,
    oldStart: one.oldStart + oldStart,
    oldEnd: one.oldEnd + oldStart,
    newStart: one.newStart + newStart,
    newEnd: one.newEnd + newStart,
  }))
  const head = { same: true, oldStart: 0, oldEnd: oldStart, newStart: 0, newEnd: newStart }
  const tail = { same: true, oldStart: oldEnd, oldEnd: old.length, newStart: newEnd, newEnd: fresh.length }
  return merged([head, ...moved, tail].filter(holdsLines))
}

const holdsLines = ({ oldStart, oldEnd, newStart, newEnd }: Range): boolean => oldEnd > oldStart || newEnd > newStart

/** What is left of a range without the lines that stand at its start on both sides, and at its end. */
const withoutEnds = <Item>(old: readonly Item[], fresh: readonly Item[], range: Range): Range => {
  let { oldStart, oldEnd, newStart, newEnd } = range
  while (oldStart < oldEnd && newStart < newEnd && old[oldStart] === fresh[newStart]) {
    oldStart += 1
    newStart += 1
  }
  while (oldEnd > oldStart && newEnd > newStart && old[oldEnd - 1] === fresh[newEnd - 1]) {
    oldEnd -= 1
    newEnd -= 1
  }
  return { oldStart, oldEnd, newStart, newEnd }
}

/** Lines as numbers, the same for the same line, below `kinds`. */
type Work = {
  readonly old: readonly number[]
  readonly fresh: readonly number[]
  readonly kinds: number
  readonly stretches: Stretch[]
}
type Range = Omit<Stretch, 'same'>

const alignRange = (work: Work, range: Range, depth: number): void => {
  const middle = withoutEnds(work.old, work.fresh, range)
  push(work, { ...range, oldEnd: middle.oldStart, newEnd: middle.newStart, same: true })
  alignMiddle(work, middle, depth)
  push(work, { ...range, oldStart: middle.oldEnd, newStart: middle.newEnd, same: true })
}

const push = (work: Work, stretch: Stretch): void => {
  if (holdsLines(stretch)) work.stretches.push(stretch)
}

const alignMiddle = (work: Work, range: Range, depth: number): void => {
  if (range.oldStart === range.oldEnd || range.newStart === range.newEnd) return push(work, { same: false, ...range })
  if (isAllOther(work, range)) return push(work, { same: false, ...range })
  const changes = diffArrays(
    work.old.slice(range.oldStart, range.oldEnd),
    work.fresh.slice(range.newStart, range.newEnd),
    { maxEditLength: depth === 0 ? maxEdits : maxEditsBetween },
  )
  if (changes === undefined) return alignByAnchors(work, range, depth)
  let { oldStart, newStart } = range
  for (const change of changes) {
    const oldEnd = change.added ? oldStart : oldStart + change.value.length
    const newEnd = change.removed ? newStart : newStart + change.value.length
    push(work, { same: !change.added && !change.removed, oldStart, oldEnd, newStart, newEnd })
    oldStart = oldEnd
    newStart = newEnd
  }
}

/** True for a large range of which no line stands on both sides, as a formatter leaves it: what its diff is needs no search. */
const isAllOther = (work: Work, { oldStart, oldEnd, newStart, newEnd }: Range): boolean => {
  if (oldEnd - oldStart + newEnd - newStart <= maxEdits) return false
  const known = new Uint8Array(work.kinds)
  for (let at = oldStart; at < oldEnd; at += 1) known[work.old[at] ?? 0] = 1
  for (let at = newStart; at < newEnd; at += 1) if (known[work.fresh[at] ?? 0] === 1) return false
  return true
}

/** Lines that occur once on both sides, in an order common to both (patience diff), cut the range into smaller ones. */
const alignByAnchors = (work: Work, range: Range, depth: number): void => {
  const anchors = depth < maxDepth ? commonOrder(uniquePairs(work, range)) : []
  if (anchors.length === 0) return push(work, { same: false, ...range })
  let { oldStart, newStart } = range
  for (const [oldAt, newAt] of anchors) {
    if (oldAt < oldStart || newAt < newStart) continue
    alignRange(work, { oldStart, oldEnd: oldAt, newStart, newEnd: newAt }, depth + 1)
    push(work, { same: true, oldStart: oldAt, oldEnd: oldAt + 1, newStart: newAt, newEnd: newAt + 1 })
    oldStart = oldAt + 1
    newStart = newAt + 1
  }
  alignRange(work, { ...range, oldStart, newStart }, depth + 1)
}

const uniquePairs = (work: Work, range: Range): readonly (readonly [number, number])[] => {
  const places = (list: readonly number[], start: number, end: number) => {
    const at = new Map<number, number>()
    for (let index = start; index < end; index += 1) {
      const id = list[index] ?? -1
      at.set(id, at.has(id) ? -1 : index)
    }
    return at
  }
  const old = places(work.old, range.oldStart, range.oldEnd)
  const fresh = places(work.fresh, range.newStart, range.newEnd)
  return [...old].flatMap(([id, oldAt]) => {
    const newAt = fresh.get(id)
    return oldAt < 0 || newAt === undefined || newAt < 0 ? [] : [[oldAt, newAt] as const]
  })
}

/** The longest run of pairs that grows on both sides (patience sorting). Pairs come in the order of the first side. */
const commonOrder = (pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] => {
  const piles: number[] = []
  const before: number[] = []
  pairs.forEach(([, newAt], index) => {
    let low = 0
    let high = piles.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((pairs[piles[middle] ?? 0]?.[1] ?? 0) < newAt) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? (piles[low - 1] ?? -1) : -1
    piles[low] = index
  })
  const order: (readonly [number, number])[] = []
  for (let at = piles.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) order.push(pairs[at] as readonly [number, number])
  return order.reverse()
}

/** A removed run and an added run next to each other are one place of change. */
const merged = (stretches: readonly Stretch[]): readonly Stretch[] => {
  const whole: Stretch[] = []
  for (const stretch of stretches) {
    const last = whole.at(-1)
    if (last?.same === stretch.same)
      whole[whole.length - 1] = { ...last, oldEnd: stretch.oldEnd, newEnd: stretch.newEnd }
    else whole.push(stretch)
  }
  return whole
}
