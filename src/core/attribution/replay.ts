import { takeFrom, tallyOf } from '../tally.js'
import { byPerson } from './by-person.js'
import { changeTo } from './change.js'
import { bare, isTelling } from './lines.js'
import { removal } from './removed-lines.js'
import { bounded, type Line, type Removed, type ReplayState } from './state.js'

export type { ReplayState } from './state.js'

/**
 * One edit of one file by an agent: the text before and after, null for no file. `proposed` where a person changed the
 * agent's text before it was written.
 */
export type Edit = {
  readonly contribution: string
  readonly before: string | null
  readonly after: string | null
  readonly proposed?: string | null
}

/** Plays edits over a state; what changed between one edit and the next was a person. Pure, and total on any text. */
export const replay = (state: ReplayState, edits: readonly Edit[]): ReplayState =>
  edits.reduce((at, edit) => {
    const found = byPerson(at, edit.before)
    if (edit.proposed === undefined) return byAgent(found, edit.after, edit.contribution)
    return byPerson(byAgent(found, edit.proposed, edit.contribution), edit.after)
  }, state)

/** The agent writes: its new lines are its own, and the lines it replaced count for nobody any more. */
const byAgent = (state: ReplayState, content: string | null, owner: string): ReplayState => {
  const { lines, texts, places } = changeTo(state.lines, content)
  let next = state.next
  const gone = places.flatMap((place) => place.gone.map((line) => removal(line, 'agent')))
  const written: string[] = []
  for (const place of places) {
    for (const at of place.came) {
      const text = texts[at] ?? ''
      lines[at] = { text, proposal: { id: next, owner, text } }
      written.push(bare(text))
      next += 1
    }
  }
  return { lines: lines as Line[], removed: bounded([...rewritten(state.removed, written), ...gone]), next }
}

/** A line a person took away and the agent wrote again counts once, in its last form. */
const rewritten = (removed: readonly Removed[], written: readonly string[]): readonly Removed[] => {
  const again = tallyOf(written.filter(isTelling))
  if (again.size === 0) return removed
  return removed.map((one) => {
    if (one.proposal === undefined || one.by !== 'person') return one
    return takeFrom(again, bare(one.text)) ? { ...one, by: 'agent' as const } : one
  })
}
