import type { CommitCounts, Entry } from '../core/ledger/schema.js'
import { isApproved } from '../core/ledger/summary.js'
import { hasAi, toolsIn } from '../core/policy/tools-in.js'
import { type Control, controls, type How, isSigned, type Kind } from './controls.js'
import type { PlacedFinding } from './findings.js'

/** As many exceptions as are listed for each control; the rest are counted. */
const maxExceptions = 10

/** What the controls' table says of its exceptions, above or below it. */
export const exceptionsNote = `Exceptions are commits to look at for that control, of the kind that is named there; at most ${maxExceptions} stand with their names, and the ledger has them all. A merge, a bot’s commit or one from before adoption is none for lack of a record or of an approval, and is counted there.`

type Exceptions = { readonly shown: string[]; count: number; readonly aside: Map<string, number> }

/** A row of the table: a control with what a ledger has for it. */
export type ControlRow = Pick<Control, 'id' | 'topic' | 'supports' | 'notShown'> & {
  readonly counts: string
  readonly exceptions: string
}

/** Gathers what the controls' table says from entries, one after another, and from what was found on their range. */
export const tallyControls = () => {
  const byKind = new Map<Kind, Exceptions>(
    controls.map(({ kind }) => [kind, { shown: [], count: 0, aside: new Map() }]),
  )
  const totals = { signed: 0, withAi: 0, approved: { signed: 0, forge: 0, trailer: 0 } }
  const add = (entry: Entry): void => {
    if (isSigned(entry)) totals.signed += 1
    const told = toolsIn(entry)
    if (hasAi(entry)) totals.withAi += 1
    if (hasAi(entry) && isApproved(entry)) totals.approved[approvedHow(entry)] += 1
    for (const [kind, exceptions] of byKind) {
      const aside = kind.aside?.(entry) ?? null
      if (kind.holds(entry, told)) name(exceptions, entry.oid.slice(0, 12))
      else if (aside !== null) exceptions.aside.set(aside, (exceptions.aside.get(aside) ?? 0) + 1)
    }
  }
  const addOfRange = ({ oid, finding }: PlacedFinding): void => {
    for (const [kind, exceptions] of byKind) {
      if (kind.ofRange !== true) continue
      exceptions.count += 1
      // Before those of commits: it is about them all.
      exceptions.shown.unshift(`${oid.slice(0, 12)} ${finding.code}`)
    }
  }
  const rows = (counts: CommitCounts): readonly ControlRow[] =>
    controls.map(({ counts: count, kind, ...control }) => ({
      ...control,
      counts: count({ counts, ...totals }),
      exceptions: exceptionText(kind, byKind.get(kind)),
    }))
  return { add, addOfRange, rows }
}

/** The best known of a commit's approvals: a signature is verified here, a forge saw it, a trailer anybody can write. */
const approvedHow = ({ reviews }: Entry): How => {
  const ways = new Set(reviews.filter(({ statement }) => statement === 'approved').map(({ how }) => how))
  return (['signed', 'forge'] as const).find((how) => ways.has(how)) ?? 'trailer'
}

const name = (exceptions: Exceptions, text: string): void => {
  exceptions.count += 1
  if (exceptions.shown.length < maxExceptions) exceptions.shown.push(text)
}

const exceptionText = ({ words }: Kind, exceptions: Exceptions | undefined): string => {
  const { shown, count, aside } = exceptions ?? { shown: [], count: 0, aside: new Map<string, number>() }
  const names =
    count === 0 ? 'none' : `${count} (${shown.slice(0, maxExceptions).join(', ')}${count > maxExceptions ? ' …' : ''})`
  const left = [...aside].map(([why, some]) => `${why} ${some}`).join(', ')
  return `${words}: ${names}${left === '' ? '' : `; not among them: ${left}`}`
}
