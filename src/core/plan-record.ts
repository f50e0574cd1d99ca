import type { AssembledEdit } from './assemble.js'
import { carry, measure, type ReplayState, replay, startState } from './attribution/index.js'
import { type Counts, noLines, sumCounts } from './attribution/ratio.js'
import { matchesPath } from './glob/match.js'

/** One file around the commit in progress: text, null where absent, undefined where it cannot be measured. */
export type FileAround = {
  readonly path: string
  readonly parent: string | null | undefined
  readonly staged: string | null | undefined
  readonly work: string | null | undefined
  /** True where the other side of a merge already has what is staged. */
  readonly merged: boolean
}

export type PlanInput = {
  readonly files: readonly FileAround[]
  readonly states: Readonly<Record<string, ReplayState>>
  readonly touched: Readonly<Record<string, readonly string[]>>
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  readonly unmeasured: ReadonlyMap<string, readonly string[]>
  readonly excluded: (path: string) => boolean
  /** True where a stash may hold work that is neither committed nor in the work tree. */
  readonly stashed: boolean
}

/** What the commit's record is made from, and what stays for later. */
export type Plan = {
  /** Counts of the contributions that take part in this commit. */
  readonly counts: ReadonlyMap<string, Counts>
  readonly states: Readonly<Record<string, ReplayState>>
  readonly touched: Readonly<Record<string, readonly string[]>>
  readonly carried: Readonly<Record<string, ReplayState>>
  readonly stillTouched: Readonly<Record<string, readonly string[]>>
}

/**
 * Replays the edits of every file and measures what of them goes into the commit (spec, section 2). A contribution takes
 * part where it has counted lines, or touched a file whose change is committed without leaving a line of its own.
 */
export const planRecord = (input: PlanInput): Plan => {
  const counts = new Map<string, Counts>()
  const plan = {
    counts,
    states: {} as Record<string, ReplayState>,
    touched: {} as Record<string, readonly string[]>,
    carried: {} as Record<string, ReplayState>,
    stillTouched: {} as Record<string, readonly string[]>,
    discarded: [] as [string, Counts][],
  }
  for (const file of input.files) planFile(input, file, plan)
  for (const [key, counted] of plan.discarded)
    if (counts.has(key)) counts.set(key, sumCounts([counts.get(key) ?? noLines, counted]))
  return plan
}

const sizeOf = ({ kept, edited, dropped }: Counts) => kept + edited + dropped

type Draft = {
  counts: Map<string, Counts>
  states: Record<string, ReplayState>
  touched: Record<string, readonly string[]>
  carried: Record<string, ReplayState>
  stillTouched: Record<string, readonly string[]>
  discarded: [string, Counts][]
}

const planFile = (input: PlanInput, file: FileAround, plan: Draft): void => {
  const { path } = file
  const edits = (input.edits.get(path) ?? []).filter((edit) => wasMade(edit, file))
  const unmeasured = input.unmeasured.get(path) ?? []
  const touched = [
    ...new Set([...(input.touched[path] ?? []), ...edits.map((edit) => edit.contribution), ...unmeasured]),
  ]
  const committed = file.staged !== file.parent && !file.merged
  plan.touched[path] = touched
  if (!committed || file.work !== file.staged) plan.stillTouched[path] = touched
  const takePart = (key: string, more: Counts) =>
    plan.counts.set(key, sumCounts([plan.counts.get(key) ?? noLines, more]))
  const { parent, staged } = file
  const measurable = parent !== undefined && staged !== undefined && !input.excluded(path)
  if (!measurable) {
    if (committed) for (const key of touched) takePart(key, noLines)
    return
  }
  const work = file.work === undefined ? staged : file.work
  const state = replay(input.states[path] ?? startState(parent), resolved(edits, parent))
  plan.states[path] = state
  const outcome = measure({ state, parent, staged, work })
  // A person's commit of a file whose lines by agents lie in a stash: they wait, and were not dropped.
  if (input.stashed && committed && holdsProposals(state) && isGone(outcome)) {
    plan.carried[path] = state
    plan.stillTouched[path] = touched
    return
  }
  for (const [key, { pending, ...counted }] of Object.entries(outcome.contributions)) {
    const left = committed && pending === 0 && touched.includes(key)
    // Work that was thrown away whole belongs to this commit only where the same contribution has a part in it.
    if (!committed) plan.discarded.push([key, counted])
    else if (sizeOf(counted) > 0 || left) takePart(key, counted)
  }
  if (committed) {
    for (const key of touched) if (outcome.contributions[key] === undefined) takePart(key, noLines)
  }
  const later = carry({ state, parent, staged, work })
  if (later !== null) plan.carried[path] = later
  else if (input.stashed && !committed && holdsProposals(state)) plan.carried[path] = state
}

const isGone = ({ contributions }: ReturnType<typeof measure>): boolean =>
  Object.values(contributions).every(({ kept, edited, pending }) => kept + edited + pending === 0)

const holdsProposals = ({ lines }: ReplayState): boolean => lines.some(({ proposal }) => proposal !== null)

/** An edit that was only announced was made where a line it adds stands in the file now, or in what is staged. */
const wasMade = ({ expected, before, after }: AssembledEdit, { work, staged }: FileAround): boolean => {
  if (expected !== true) return true
  const had = new Set((before ?? '').split('\n'))
  const has = new Set(`${work ?? ''}\n${staged ?? ''}`.split('\n'))
  const added = (after ?? '').split('\n').filter((line) => line.trim() !== '' && !had.has(line))
  return added.some((line) => has.has(line))
}

/** An edit whose before nobody saw starts where the one before it ended, the first at the parent's text. */
const resolved = (edits: readonly AssembledEdit[], parent: string | null) => {
  let current = parent
  return edits.map((edit) => {
    const before = edit.before === undefined ? current : edit.before
    current = edit.after
    return { ...edit, before }
  })
}

/** A test of paths against the config's ignore globs and what git's attributes exclude. */
export const exclusion = (globs: readonly string[], byAttributes: ReadonlySet<string>): ((path: string) => boolean) => {
  return (path) => byAttributes.has(path) || matchesPath(globs, path)
}
