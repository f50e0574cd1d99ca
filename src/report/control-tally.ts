import type { Entry, Header } from '../core/ledger/schema.js'
import type { Summary } from '../core/ledger/summary.js'
import { toolsIn } from '../core/policy/tools-in.js'
import { type Control, controls, hashesOf, type Kind, type SignatureState, signatureOf } from './controls.js'
import type { PlacedFinding } from './findings.js'

/** As many exceptions as are listed for each control; the rest are counted. */
const maxExceptions = 10

/** What the controls' table says of its exceptions, above or below it. */
export const exceptionsNote = `Exceptions are commits to look at for that control, of the kind that is named there; at most ${maxExceptions} stand with their names, and the ledger has them all. A merge, a bot’s commit or one from before adoption is none for lack of a record or of an approval, a signature that was not checked is none for that, and both are counted there.`

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
  const signatures = noSignatures()
  const hashes = { keyed: 0, plain: 0 }
  const add = (entry: Entry): void => {
    signatures[signatureOf(entry)] += 1
    for (const how of hashesOf(entry)) hashes[how] += 1
    const told = toolsIn(entry)
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
  const rows = ({ counts, review }: Summary, header: Pick<Header, 'trust'> | null): readonly ControlRow[] => {
    const totals = { counts, review, signatures, signersGiven: header?.trust !== undefined, hashes }
    return controls.map(({ counts: count, kind, ...control }) => ({
      ...control,
      counts: count(totals),
      exceptions: exceptionText(kind, byKind.get(kind)),
    }))
  }
  return { add, addOfRange, rows }
}

const noSignatures = (): Record<SignatureState, number> => ({
  good: 0,
  'not-checked': 0,
  bad: 0,
  untrusted: 0,
  expired: 0,
  unsupported: 0,
  unsigned: 0,
})

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
