import { type Change, type ChangePlace, changeTo } from './change.js'
import { bare, isTelling } from './lines.js'
import { left, type RemovedLines, removal, removedLines, take } from './removed-lines.js'
import { pairUp, resembles } from './resemble.js'
import { bounded, type Line, type Removed, type ReplayState } from './state.js'

/**
 * A person writes: a line put back is again what it was, a line that still resembles an agent's at the same place is
 * an edit of it, the rest is the person's own.
 */
export const byPerson = (state: ReplayState, content: string | null): ReplayState => {
  const change = changeTo(state.lines, content)
  if (change.places.length === 0) return { ...state, lines: change.lines as Line[] }
  const pool = removedLines(
    state.removed,
    change.places.flatMap((place) => place.gone),
  )
  const origins: Origins = new Map()
  regainTelling(change, pool, origins)
  regainBeside(change, pool)
  for (const place of change.places) pairEdits(change, place, pool)
  pairMoved(change, pool, origins)
  regainBeside(change, pool)
  const lines = change.lines.map((line, at): Line => line ?? { text: change.texts[at] ?? '' })
  return { lines, removed: bounded(left(pool)), next: state.next }
}

/** Which removed line each line that came back was. */
type Origins = Map<number, Removed>

const asBefore = ({ proposal, edited }: Removed, text: string): Line => ({
  text,
  ...(proposal === undefined ? {} : { proposal }),
  ...(edited ? { edited } : {}),
})

/**
 * A line of substance that equals one that went, here or earlier, is that line: cut and paste, undo, an older form staged. Of
 * what was put aside any line is: it is known to come back.
 */
const regainTelling = ({ lines, texts, places }: Change, pool: RemovedLines, origins: Origins): void => {
  for (const { came } of places) {
    for (const at of came) {
      const text = texts[at] ?? ''
      const tells = isTelling(bare(text))
      const found = take(pool, bare(text), ({ aside }) => tells || aside === true)
      if (found === undefined) continue
      lines[at] = asBefore(found, text)
      origins.set(at, found)
    }
  }
}

/** A brace or a blank line says nothing by itself: it is the agent's again only beside a line of the agent's that came back. */
const regainBeside = ({ lines, texts, places }: Change, pool: RemovedLines): void => {
  const isProposal = (one: Removed) => one.proposal !== undefined
  for (const { came } of places) {
    for (const order of [came, came.toReversed()]) {
      for (const at of order) {
        const beside = lines[at - 1]?.proposal ?? lines[at + 1]?.proposal
        if (lines[at] !== undefined || beside === undefined) continue
        const found = take(pool, bare(texts[at] ?? ''), isProposal)
        if (found !== undefined) lines[at] = asBefore(found, texts[at] ?? '')
      }
    }
  }
}

/** At one place of change: which lines that came are edits of agent's lines that went. All lines that went compete. */
const pairEdits = ({ lines, texts }: Change, place: ChangePlace, pool: RemovedLines): void => {
  const came = place.came.filter((at) => lines[at] === undefined && !isReturn(pool, texts[at] ?? ''))
  const gone = place.gone.filter((line) => !pool.found.has(pool.byLine.get(line) as Removed))
  if (came.length === 0 || !gone.some((line) => line.proposal !== undefined)) return
  const sources = pairUp(
    gone.map((line) => bare(line.text)),
    came.map((at) => bare(texts[at] ?? '')),
  )
  sources.forEach((source, index) => {
    const line = source < 0 ? undefined : gone[source]
    const at = came[index]
    if (line?.proposal === undefined || at === undefined) return
    const text = texts[at] ?? ''
    if (!resembles(bare(line.proposal.text), bare(text))) return
    lines[at] = asBefore({ ...removal(line, 'person'), edited: bare(line.proposal.text) !== bare(text) }, text)
    pool.found.add(pool.byLine.get(line) as Removed)
  })
}

/** In a block that was moved, a line beside one that came back is the line that stood beside it before, where it equals or resembles that. */
const pairMoved = ({ lines, texts, places }: Change, pool: RemovedLines, origins: Origins): void => {
  const after = new Map<Removed, Line>()
  const before = new Map<Removed, Line>()
  for (const { gone } of places)
    for (let index = 1; index < gone.length; index += 1) {
      const [upper, lower] = [gone[index - 1] as Line, gone[index] as Line]
      after.set(pool.byLine.get(upper) as Removed, lower)
      before.set(pool.byLine.get(lower) as Removed, upper)
    }
  const pair = (at: number, neighbour: number, beside: ReadonlyMap<Removed, Line>): void => {
    const origin = origins.get(neighbour)
    const line = origin === undefined || lines[at] !== undefined ? undefined : beside.get(origin)
    const removed = line === undefined ? undefined : pool.byLine.get(line)
    const text = texts[at] ?? ''
    if (line === undefined || removed === undefined || pool.found.has(removed)) return
    if (bare(line.text) === bare(text)) lines[at] = asBefore(removed, text)
    else if (line.proposal === undefined || isReturn(pool, text)) return
    else if (!resembles(bare(line.proposal.text), bare(text))) return
    else lines[at] = asBefore({ ...removed, edited: bare(line.proposal.text) !== bare(text) }, text)
    pool.found.add(removed)
    origins.set(at, removed)
  }
  for (const { came } of places) {
    for (const at of came) pair(at, at - 1, after)
    for (const at of came.toReversed()) pair(at, at + 1, before)
  }
}

/** A line of the parent's or of a person's, put back: no edit of what stood in its place, however alike. */
const isReturn = (pool: RemovedLines, text: string): boolean =>
  pool.byText.get(bare(text))?.some((one) => one.proposal === undefined && !pool.found.has(one)) === true
