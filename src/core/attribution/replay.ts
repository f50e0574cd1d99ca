import { align } from './align.js'
import { bare, isTelling, linesOf } from './lines.js'
import { pairUp, resembles } from './resemble.js'

/** One edit of one file by an agent: the text before and after, null for no file. `proposed` where a person changed the agent's text before it was written. */
export type Edit = {
  readonly contribution: string
  readonly before: string | null
  readonly after: string | null
  readonly proposed?: string | null
}

/** An agent's line: which one, whose, and as the agent wrote it. */
export type Proposal = { readonly id: number; readonly owner: string; readonly text: string }

/**
 * A line as it stands. `proposal` is set for an agent's line, and for a person's line that is an edit of one
 * (`edited`); a line without is the parent's or a person's own.
 */
export type Line = { readonly text: string; readonly proposal?: Proposal; readonly edited?: boolean }

/** A proposal that no longer stands, the text it last had, and who took it away. What the agent itself took away counts for nothing. */
export type Removed = {
  readonly text: string
  readonly proposal: Proposal
  readonly edited: boolean
  readonly by: 'person' | 'agent'
}

/** Who wrote which line of one file at one moment. Plain JSON. */
export type ReplayState = {
  readonly lines: readonly Line[]
  readonly removed: readonly Removed[]
  readonly next: number
}

/** As many removed lines as one file keeps, the newest. */
const maxRemoved = 20_000

/** The state before any agent's work: every line is the parent's. */
export const startState = (content: string | null): ReplayState => ({
  lines: linesOf(content).map((text) => ({ text })),
  removed: [],
  next: 1,
})

/** Plays edits over a state; what changed between one edit and the next was a person. Pure. */
export const replay = (state: ReplayState, edits: readonly Edit[]): ReplayState =>
  edits.reduce((at, edit) => {
    const found = byPerson(at, edit.before)
    if (edit.proposed === undefined) return byAgent(found, edit.after, edit.contribution)
    return byPerson(byAgent(found, edit.proposed, edit.contribution), edit.after)
  }, state)

/** The lines of a new text, each with what it was before; those that are new are undefined. */
type Change = {
  readonly lines: (Line | undefined)[]
  readonly texts: readonly string[]
  /** Places of change: lines that went, and the indices of those that came. */
  readonly places: readonly { readonly gone: readonly Line[]; readonly came: readonly number[] }[]
}

const changeTo = (state: ReplayState, content: string | null): Change => {
  const texts = linesOf(content)
  const lines: (Line | undefined)[] = texts.map(() => undefined)
  const places: { gone: readonly Line[]; came: readonly number[] }[] = []
  for (const stretch of align(
    state.lines.map((line) => bare(line.text)),
    texts.map(bare),
  )) {
    const { oldStart, oldEnd, newStart, newEnd } = stretch
    if (stretch.same) {
      for (let at = newStart; at < newEnd; at += 1)
        lines[at] = withText(state.lines[oldStart + at - newStart], texts[at] ?? '')
    } else {
      const came = Array.from({ length: newEnd - newStart }, (_, index) => newStart + index)
      places.push({ gone: state.lines.slice(oldStart, oldEnd), came })
    }
  }
  return { lines, texts, places }
}

const withText = (line: Line | undefined, text: string): Line => ({ ...line, text })

/** The agent writes: its new lines are its own, and the lines it replaced count for nobody any more. */
const byAgent = (state: ReplayState, content: string | null, owner: string): ReplayState => {
  const { lines, texts, places } = changeTo(state, content)
  let next = state.next
  const gone = places.flatMap((place) => place.gone.flatMap((line) => removal(line, 'agent')))
  const written = new Set<string>()
  for (const place of places) {
    for (const at of place.came) {
      const text = texts[at] ?? ''
      lines[at] = { text, proposal: { id: next, owner, text } }
      written.add(bare(text))
      next += 1
    }
  }
  // A line a person took away and the agent wrote again counts once, in its last form.
  const removed = state.removed.map((one) =>
    one.by === 'person' && written.has(bare(one.text)) ? { ...one, by: 'agent' as const } : one,
  )
  return { lines: lines as Line[], removed: [...removed, ...gone].slice(-maxRemoved), next }
}

const removal = (line: Line, by: 'person' | 'agent'): readonly Removed[] =>
  line.proposal === undefined ? [] : [{ text: line.text, proposal: line.proposal, edited: line.edited === true, by }]

/** A person writes: a line put back is the agent's again, a line that still resembles an agent's is an edit of it, the rest is the person's own. */
export const byPerson = (state: ReplayState, content: string | null): ReplayState => {
  const change = changeTo(state, content)
  if (change.places.length === 0) return { ...state, lines: change.lines as Line[] }
  const gone = new Set(change.places.flatMap((place) => place.gone.filter((line) => line.proposal !== undefined)))
  const pool = new Pool(state.removed, gone)
  regain(change, pool, (at) => isTelling(bare(change.texts[at] ?? '')))
  for (const place of change.places) pairEdits(change, place, pool)
  regain(change, pool, (at) => besideAgent(change.lines, at))
  const lines = change.lines.map((line, at): Line => line ?? { text: change.texts[at] ?? '' })
  return { lines, removed: pool.left().slice(-maxRemoved), next: state.next }
}

/** Gives lines that came the proposal of an equal line that went, here or earlier. */
const regain = ({ lines, texts, places }: Change, pool: Pool, allowed: (at: number) => boolean): void => {
  for (const { came } of places) {
    for (const at of came) {
      if (lines[at] !== undefined || !allowed(at)) continue
      const found = pool.take(bare(texts[at] ?? ''))
      if (found !== undefined)
        lines[at] = { text: texts[at] ?? '', proposal: found.proposal, ...(found.edited ? { edited: true } : {}) }
    }
  }
}

const besideAgent = (lines: readonly (Line | undefined)[], at: number): boolean =>
  lines[at - 1]?.proposal !== undefined || lines[at + 1]?.proposal !== undefined

/** At one place of change: which of the lines that came are edits of agent's lines that went. All lines that went compete for them. */
const pairEdits = ({ lines, texts }: Change, place: Change['places'][number], pool: Pool): void => {
  const came = place.came.filter((at) => lines[at] === undefined)
  const gone = place.gone.filter((line) => line.proposal === undefined || pool.holds(line))
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
    lines[at] = { text, proposal: line.proposal, edited: true }
    pool.drop(line)
  })
}

/** Agent's lines that went: those of earlier steps and those of this one, findable by text. */
class Pool {
  private readonly byText = new Map<string, Removed[]>()
  private readonly entries = new Map<Line, Removed>()
  private readonly gone = new Set<Removed>()
  private readonly all: readonly Removed[]

  constructor(earlier: readonly Removed[], now: ReadonlySet<Line>) {
    for (const line of now) for (const entry of removal(line, 'person')) this.entries.set(line, entry)
    // What went in this very step is looked at first, then the newest of before.
    this.all = [...earlier, ...this.entries.values()]
    for (const entry of this.all) {
      const key = bare(entry.text)
      const list = this.byText.get(key)
      if (list === undefined) this.byText.set(key, [entry])
      else list.push(entry)
    }
  }

  take(key: string): Removed | undefined {
    const list = this.byText.get(key)
    for (let entry = list?.pop(); entry !== undefined; entry = list?.pop()) {
      if (this.gone.has(entry)) continue
      this.gone.add(entry)
      return entry
    }
    return undefined
  }

  holds(line: Line): boolean {
    const entry = this.entries.get(line)
    return entry !== undefined && !this.gone.has(entry)
  }

  drop(line: Line): void {
    const entry = this.entries.get(line)
    if (entry !== undefined) this.gone.add(entry)
  }

  left(): readonly Removed[] {
    return this.all.filter((entry) => !this.gone.has(entry))
  }
}
