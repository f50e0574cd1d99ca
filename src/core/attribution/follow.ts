import { takeFrom, tallyOf } from '../tally.js'
import { byPerson } from './by-person.js'
import { bare, isTelling } from './lines.js'
import { bounded, type Line, type Proposal, type Removed, type ReplayState } from './state.js'

/**
 * Two states of one file as one: what was known when a commit was made, and when a later one was, whose own began with plain
 * text. A line of the first that the later state has still is the first's, unless an agent wrote it there anew; one that is
 * gone went by whom the later state says, else by a person.
 */
export const followedBy = (first: ReplayState, later: ReplayState): ReplayState => {
  const found = byPerson(first, later.lines.map(({ text }) => `${text}\n`).join(''))
  const own = (proposal: Proposal): Proposal => ({ ...proposal, id: proposal.id + first.next })
  const isOwn = ({ proposal }: Line | Removed) => proposal !== undefined
  const lines = later.lines.map(
    (line, at): Line =>
      line.proposal === undefined ? (found.lines[at] ?? line) : { ...line, proposal: own(line.proposal) },
  )
  const written = [...later.lines, ...later.removed].filter(isOwn)
  const gone = goneByAgent(found.removed, later.removed, written)
  const removed = later.removed.map((one) =>
    one.proposal === undefined ? one : { ...one, proposal: own(one.proposal) },
  )
  return { lines, removed: bounded([...gone, ...removed]), next: first.next + later.next }
}

/** Of the lines that went, those that the agent of the later state took away, or wrote again, count for nobody any more. */
const goneByAgent = (
  gone: readonly Removed[],
  later: readonly Removed[],
  written: readonly (Line | Removed)[],
): readonly Removed[] => {
  const taken = talliedTexts(later.filter(({ proposal, by }) => proposal === undefined && by === 'agent'))
  const again = talliedTexts(written.filter(({ text }) => isTelling(bare(text))))
  const waiting = new Set(written.flatMap(({ proposal }) => (proposal === undefined ? [] : [nameOf(proposal)])))
  return gone.flatMap((one): Removed[] => {
    if (one.proposal === undefined || one.by === 'agent') return [one]
    // It waited in the work tree, and the later state knows of it.
    if (waiting.has(nameOf(one.proposal))) return []
    return takeFrom(taken, bare(one.text)) || takeFrom(again, bare(one.text)) ? [{ ...one, by: 'agent' }] : [one]
  })
}

const nameOf = ({ id, owner, text }: Proposal): string => `${id}\n${owner}\n${text}`

const talliedTexts = (lines: readonly { readonly text: string }[]) => tallyOf(lines.map(({ text }) => bare(text)))
