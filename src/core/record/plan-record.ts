import { type LineFate, movedBetween, type ReplayState } from '../attribution/index.js'
import type { Touch } from '../attribution/parts.js'
import { type LineCounts, noLines, sumCounts } from '../attribution/ratio.js'
import type { Proposal } from '../attribution/state.js'
import { byName } from '../by-name.js'
import { matchesPath } from '../glob/match.js'
import { type FilePlan, planFile } from './plan-file.js'
import type { PlanInput } from './plan-input.js'

/** What the commit's record is made from, and what stays for later. */
export type Plan = {
  /** LineCounts of the contributions that take part in this commit. */
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
  const files = input.files.map((file) => planFile(input, file))
  const moved = movedLines(input, files)
  const counts = new Map<string, LineCounts>()
  const add = ([key, counted]: readonly [string, LineCounts]) =>
    counts.set(key, sumCounts([counts.get(key) ?? noLines, counted]))
  for (const { counted } of files) counted.forEach(add)
  for (const { discarded } of files) discarded.filter(([key]) => counts.has(key) || moved.counts.has(key)).forEach(add)
  for (const one of moved.counts) add(one)
  return {
    counts,
    lines: moved.lines,
    states: byPath(files, ({ state }) => state),
    touched: byPath(files, ({ touched }) => touched),
    carried: byPath(files, ({ carried }) => carried),
    stillTouched: byPath(files, ({ stillTouched }) => stillTouched),
  }
}

const byPath = <Value>(
  files: readonly FilePlan[],
  pick: (file: FilePlan) => Value | null,
): Readonly<Record<string, Value>> => {
  const values: Record<string, Value> = byName()
  for (const file of files) {
    const value = pick(file)
    if (value !== null) values[file.path] = value
  }
  return values
}

type Moved = { readonly counts: ReadonlyMap<string, LineCounts>; readonly lines: Plan['lines'] }

/** Every line, and what the counts change by for those that a person moved to another file: no line of theirs was dropped. */
const movedLines = (input: PlanInput, plans: readonly FilePlan[]): Moved => {
  const lines = plans.flatMap(({ path, lines: own }) => own.map((line) => ({ ...line, path })))
  const loose = plans.flatMap((file) => (file.loose === null ? [] : [{ ...file.loose, path: file.path }]))
  const changes = new Map<string, LineCounts>()
  if (!loose.some(({ dropped }) => dropped.length > 0)) return { counts: changes, lines }
  const known = new Set(input.files.map(({ path }) => path))
  const others = [...input.additions()].filter(([path]) => !known.has(path) && !input.excluded(path))
  const files = [...loose, ...others.map(([path, own]) => ({ path, dropped: [], own, taken: [] }))]
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
  const stand = lines.flatMap((line) => {
    const moved = arrived.get(line.proposal)
    return moved === null ? [] : [moved ?? line]
  })
  return { counts: changes, lines: stand }
}

/** A test of paths against the config's ignore globs and what git's attributes exclude. */
export const exclusion = (globs: readonly string[], byAttributes: ReadonlySet<string>): ((path: string) => boolean) => {
  return (path) => byAttributes.has(path) || matchesPath(globs, path)
}
