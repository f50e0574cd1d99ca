import { linesAdded } from '../attribution/aside.js'
import {
  carry,
  type LineFate,
  type Loose,
  measure,
  type ReplayState,
  replay,
  startState,
} from '../attribution/index.js'
import type { FileOutcome, Moment } from '../attribution/measure.js'
import { joinTouches, type Parts, partsOf, type Touch } from '../attribution/parts.js'
import { type LineCounts, noLines, proposedLines } from '../attribution/ratio.js'
import { changeBetween, inCommon, isEmpty, leftOf } from '../attribution/trace.js'
import { beginning } from './beginning.js'
import type { FileAround, PlanInput, StashedText } from './plan-input.js'

/** What one file brings to the record, and what of it stays for later. */
export type FilePlan = {
  readonly path: string
  /** The contributions with a part in the commit, and their counts in this file. */
  readonly counted: readonly Counted[]
  /** Those of work that was thrown away whole: it belongs to this commit only where the same contribution has a part in it. */
  readonly discarded: readonly Counted[]
  /** After the agents' last edit; null where the file is not measured. */
  readonly state: ReplayState | null
  /** What the next commit begins with; null where nothing waits. */
  readonly carried: ReplayState | null
  readonly touched: readonly Touch[]
  readonly stillTouched: readonly Touch[]
  /** Of a file that is no part of the commit only what was dropped; null where all of it waits. */
  readonly loose: Loose | null
  readonly lines: readonly LineFate[]
}

type Counted = readonly [contribution: string, counts: LineCounts]

/** Replays the edits of one file and measures what of them goes into the commit (spec, section 2). */
export const planFile = (input: PlanInput, file: FileAround): FilePlan => {
  const { path, parent, staged } = file
  const { state: begun, edits, touched } = beginning(input, file)
  if (parent === undefined || staged === undefined || input.excluded(path)) return withoutMeasure(file, touched)
  const state = replay(begun ?? startState(parent), edits)
  const moment = { state, parent, staged, work: file.work === undefined ? staged : file.work }
  const outcome = measure(moment)
  const isMissing = isCommitted(file) ? holdsProposals(state) && isGone(outcome) : !file.unstaged
  if (isMissing && isStashed(path, touched, input.stashes(path))) return inStash(file, { touched, state, outcome })
  if (outcome.loose.dropped.length === 0) return measured(input, file, { touched, moment, outcome })
  const besideStashes = { ...moment, stashed: addedBy(input.stashes(path)) }
  return measured(input, file, { touched, moment: besideStashes, outcome: measure(besideStashes) })
}

const isCommitted = ({ changed, merged }: FileAround): boolean => changed && !merged

/** A file that is left out of the measure, or cannot be read: of who touched it the commit tells without a count. */
const withoutMeasure = (file: FileAround, touched: readonly Touch[]): FilePlan => {
  const { here, later } = partsIn(file, touched, {})
  return {
    path: file.path,
    touched,
    stillTouched: later,
    counted: here.map((key) => [key, noLines]),
    discarded: [],
    state: null,
    carried: null,
    loose: null,
    lines: [],
  }
}

type Stashed = { readonly touched: readonly Touch[]; readonly state: ReplayState; readonly outcome: FileOutcome }

/** A file whose lines by agents lie in a stash: they wait, and were not dropped, even where a person commits something of it. */
const inStash = (file: FileAround, { touched, state, outcome }: Stashed): FilePlan => ({
  path: file.path,
  touched,
  stillTouched: touched,
  state,
  carried: state,
  counted: [],
  discarded: [],
  loose: null,
  lines: isCommitted(file) ? [] : outcome.lines.map((line) => ({ ...line, fate: 'pending' })),
})

type Measured = { readonly touched: readonly Touch[]; readonly moment: Moment; readonly outcome: FileOutcome }

const measured = (input: PlanInput, file: FileAround, { touched, moment, outcome }: Measured): FilePlan => {
  const { contributions, loose, lines } = outcome
  const { here, later } = partsIn(file, touched, contributions)
  const found = { path: file.path, touched, state: moment.state, carried: carry(moment), lines }
  if (!isCommitted(file)) {
    const discarded = Object.keys(contributions).map((key) => countsOf(contributions, key))
    return { ...found, counted: [], discarded, stillTouched: later, loose: { ...loose, own: [] } }
  }
  const counted = here.map((key) => countsOf(contributions, key))
  return {
    ...found,
    counted,
    discarded: [],
    loose,
    stillTouched: joinTouches([...later, ...aside(input, file, touched)]),
  }
}

type Contributions = FileOutcome['contributions']

const countsOf = (contributions: Contributions, key: string): Counted => {
  const { kept, edited, dropped } = contributions[key] ?? noLines
  return [key, { kept, edited, dropped }]
}

const partsIn = (file: FileAround, touched: readonly Touch[], outcome: Contributions): Parts => {
  const { path, parentPath, parent, staged, work } = file
  const committed = isCommitted(file)
  const measured = parent !== undefined && staged !== undefined
  const named = (which: (counts: Contributions[string]) => boolean) =>
    Object.entries(outcome).flatMap(([key, counts]) => (which(counts) ? [key] : []))
  const change = measured ? changeBetween({ path: parentPath, text: parent }, { path, text: staged }) : null
  const rest = measured && work !== undefined ? changeBetween({ path, text: staged }, { path, text: work }) : null
  return partsOf({
    // Of a file that cannot be read nobody can say whose a change is.
    touched: measured ? touched : touched.map((one) => ({ ...one, trace: null })),
    committed: committed ? (change ?? unknownChange) : null,
    unstaged: file.unstaged || (!committed && !measured) ? (rest ?? unknownChange) : null,
    counted: committed ? named((counts) => proposedLines(counts) > 0) : [],
    pending: named(({ pending }) => pending > 0),
  })
}

const unknownChange = { gone: [], came: [] }

/** True where a stash, whatever else is in it, holds something of what agents did to the file. */
const isStashed = (path: string, touched: readonly Touch[], stashes: readonly StashedText[]): boolean =>
  stashes.some(({ before, after }) => {
    if (before === undefined || after === undefined) return before !== after
    const change = changeBetween({ path, text: before }, { path, text: after })
    return touched.some(({ trace }) => (trace === null ? before !== after : !isEmpty(inCommon(trace, change))))
  })

/** What agents did to a file besides what is committed of it, where a stash holds that: a deletion stands in no count. */
const aside = (input: PlanInput, file: FileAround, touched: readonly Touch[]): readonly Touch[] => {
  const { path, parentPath, parent, staged } = file
  if (parent === undefined || staged === undefined) return []
  const change = changeBetween({ path: parentPath, text: parent }, { path, text: staged })
  const left = touched.flatMap(({ contribution, trace }): readonly Touch[] => {
    const rest = trace === null ? null : leftOf(trace, change)
    return rest === null || isEmpty(rest) ? [] : [{ contribution, trace: rest }]
  })
  return left.filter((one) => isStashed(path, [one], input.stashes(path)))
}

/** The lines that each stash adds to the file. */
const addedBy = (stashes: readonly StashedText[]): readonly (readonly string[])[] =>
  stashes.flatMap(({ before, after }) => (before === undefined || after == null ? [] : [linesAdded(before, after)]))

const isGone = ({ contributions }: FileOutcome): boolean =>
  Object.values(contributions).every(({ kept, edited, pending }) => kept + edited + pending === 0)

const holdsProposals = ({ lines }: ReplayState): boolean => lines.some(({ proposal }) => proposal !== undefined)
