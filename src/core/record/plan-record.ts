import { linesAdded } from '../attribution/aside.js'
import {
  carry,
  type LineFate,
  type Loose,
  measure,
  movedBetween,
  type ReplayState,
  replay,
  startState,
} from '../attribution/index.js'
import { joinTouches, type Parts, partsOf, type Touch } from '../attribution/parts.js'
import { type LineCounts, noLines, proposedLines, sumCounts } from '../attribution/ratio.js'
import type { Proposal } from '../attribution/state.js'
import { changeBetween, inCommon, isEmpty, leftOf } from '../attribution/trace.js'
import { byName } from '../by-name.js'
import { matchesPath } from '../glob/match.js'
import { beginning } from './beginning.js'
import type { FileAround, PlanInput, StashedText } from './plan-input.js'

/** What the commit's record is made from, and what stays for later. */
export type Plan = {
  /** Counts of the contributions that take part in this commit. */
  readonly counts: ReadonlyMap<string, LineCounts>
  readonly states: Readonly<Record<string, ReplayState>>
  readonly touched: Readonly<Record<string, readonly Touch[]>>
  readonly carried: Readonly<Record<string, ReplayState>>
  readonly stillTouched: Readonly<Record<string, readonly Touch[]>>
  /** What became of every line that agents proposed; `from` names the file that a person moved it from. */
  readonly lines: readonly (LineFate & { readonly path: string; readonly from?: string })[]
}

/**
 * Replays the edits of every file and measures what of them goes into the commit (spec, section 2). A contribution takes
 * part where it has counted lines, or where something else of its edits is in the change that is committed.
 */
export const planRecord = (input: PlanInput): Plan => {
  const counts = new Map<string, LineCounts>()
  const plan: Draft = {
    counts,
    states: byName(),
    touched: byName(),
    carried: byName(),
    stillTouched: byName(),
    discarded: [],
    loose: [],
    lines: [],
  }
  for (const file of input.files) planFile(input, file, plan)
  const moved = countMoved(input, plan)
  for (const [key, counted] of plan.discarded)
    if (counts.has(key) || moved.has(key)) counts.set(key, sumCounts([counts.get(key) ?? noLines, counted]))
  for (const [key, counted] of moved) counts.set(key, sumCounts([counts.get(key) ?? noLines, counted]))
  return plan
}

/** What the counts change by for lines that a person moved to another file: no line of theirs was dropped. */
const countMoved = (input: PlanInput, plan: Draft): ReadonlyMap<string, LineCounts> => {
  const changes = new Map<string, LineCounts>()
  if (!plan.loose.some(({ dropped }) => dropped.length > 0)) return changes
  const known = new Set(input.files.map(({ path }) => path))
  const others = [...input.additions()].filter(([path]) => !known.has(path) && !input.excluded(path))
  const files = [...plan.loose, ...others.map(([path, own]) => ({ path, dropped: [], own, taken: [] }))]
  const arrived = new Map<Proposal, Plan['lines'][number] | null>()
  for (const { proposal, edited, source, file, place } of movedBetween(files)) {
    const stands = place === null ? noLines : { ...noLines, [edited ? 'edited' : 'kept']: 1 }
    const change = { ...stands, dropped: -1 }
    changes.set(proposal.owner, sumCounts([changes.get(proposal.owner) ?? noLines, change]))
    // What the agent itself took away in its new place counts for nothing.
    if (place === null) {
      arrived.set(proposal, null)
      continue
    }
    const [from, to] = [files[source.file], files[file]]
    const fate = edited ? 'edited' : 'kept'
    const at = { path: to?.path ?? '', line: place + 1, text: to?.own[place] ?? '', from: from?.path ?? '' }
    arrived.set(proposal, { proposal, fate, ...at })
  }
  plan.lines = plan.lines.flatMap((line) => {
    const moved = arrived.get(line.proposal)
    return moved === null ? [] : [moved ?? line]
  })
  return changes
}

type Draft = {
  counts: Map<string, LineCounts>
  states: Record<string, ReplayState>
  touched: Record<string, readonly Touch[]>
  carried: Record<string, ReplayState>
  stillTouched: Record<string, readonly Touch[]>
  discarded: [string, LineCounts][]
  /** File by file; of those that are no part of the commit only what was dropped. */
  loose: (Loose & { readonly path: string })[]
  lines: Plan['lines'][number][]
}

const planFile = (input: PlanInput, file: FileAround, plan: Draft): void => {
  const { path, parent, staged } = file
  const { state: begun, edits, touched } = beginning(input, file)
  const committed = file.changed && !file.merged
  plan.touched[path] = touched
  const settle = (outcome: Contributions) => {
    const { here, later } = partsIn(file, touched, outcome)
    for (const key of here) {
      const { pending: _, ...counted } = outcome[key] ?? { ...noLines, pending: 0 }
      plan.counts.set(key, sumCounts([plan.counts.get(key) ?? noLines, counted]))
    }
    plan.stillTouched[path] = later
  }
  if (parent === undefined || staged === undefined || input.excluded(path)) return settle({})
  const work = file.work === undefined ? staged : file.work
  const state = replay(begun ?? startState(parent), edits)
  plan.states[path] = state
  const alone = { state, parent, staged, work }
  const found = measure(alone)
  const isMissing = committed ? holdsProposals(state) && isGone(found) : !file.unstaged
  const inStash = isMissing && isStashed(path, touched, input.stashes(path))
  const someAside = !inStash && found.loose.dropped.length > 0
  const moment = someAside ? { ...alone, stashed: addedBy(input.stashes(path)) } : alone
  const outcome = someAside ? measure(moment) : found
  // A person's commit of a file whose lines by agents lie in a stash: they wait, and were not dropped.
  if (!inStash || !committed) settle(outcome.contributions)
  if (inStash) plan.stillTouched[path] = touched
  else if (committed)
    plan.stillTouched[path] = joinTouches([...(plan.stillTouched[path] ?? []), ...aside(input, file, touched)])
  if (inStash && committed) {
    plan.carried[path] = state
    return
  }
  for (const line of outcome.lines) plan.lines.push({ ...(inStash ? { ...line, fate: 'pending' } : line), path })
  if (!inStash) plan.loose.push({ ...outcome.loose, path, ...(committed ? {} : { own: [] }) })
  // Work that was thrown away whole belongs to this commit only where the same contribution has a part in it.
  if (!committed && !inStash)
    for (const [key, { pending: _, ...counted }] of Object.entries(outcome.contributions))
      plan.discarded.push([key, counted])
  const later = inStash ? state : carry(moment)
  if (later !== null) plan.carried[path] = later
}

type Contributions = ReturnType<typeof measure>['contributions']

const partsIn = (file: FileAround, touched: readonly Touch[], outcome: Contributions): Parts => {
  const { path, parentPath, parent, staged, work } = file
  const committed = file.changed && !file.merged
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

const isGone = ({ contributions }: ReturnType<typeof measure>): boolean =>
  Object.values(contributions).every(({ kept, edited, pending }) => kept + edited + pending === 0)

const holdsProposals = ({ lines }: ReplayState): boolean => lines.some(({ proposal }) => proposal !== undefined)

/** A test of paths against the config's ignore globs and what git's attributes exclude. */
export const exclusion = (globs: readonly string[], byAttributes: ReadonlySet<string>): ((path: string) => boolean) => {
  return (path) => byAttributes.has(path) || matchesPath(globs, path)
}
