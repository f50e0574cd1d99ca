import { bare, linesOf } from '../attribution/lines.js'
import { joinTouches, type Touch } from '../attribution/parts.js'
import type { Edit, ReplayState } from '../attribution/replay.js'
import { startAfter } from '../attribution/state.js'
import { traceOf } from '../attribution/trace.js'
import type { AssembledEdit } from '../edits/assembled-edit.js'
import type { FileAround, PlanInput } from './plan-input.js'

/** What the measure of one file begins with; without a state, at the parent's text. */
export type Beginning = {
  readonly state: ReplayState | undefined
  readonly edits: readonly Told[]
  readonly touched: readonly Touch[]
}

/**
 * What is known of a file, and the edits since. Work that the parent has already was committed where no hook ran
 * (PROVENANCE=0, a client without hooks): it is done with, and what a person then does to it is no work on a proposal.
 */
export const beginning = (input: PlanInput, file: FileAround): Beginning => {
  const { path, parent } = file
  const made = (input.edits.get(path) ?? []).filter((edit) => wasMade(edit, file))
  const edits = resolved(made, parent ?? null)
  const state = input.states[path]
  const unmeasured = (input.unmeasured.get(path) ?? []).map((contribution) => ({ contribution, trace: null }))
  const done = doneBefore(state, edits, parent)
  const left = edits.slice(done ?? 0)
  const known = done === null ? (input.touched[path] ?? []) : []
  const touches = left.map((edit) => touchOf(path, edit))
  const anew = parent === null && input.stashes(path).length === 0 ? lastMaking(made.slice(done ?? 0)) : -1
  return {
    state: done === null || parent == null ? state : startAfter(parent, state),
    edits: left,
    touched: joinTouches([...(anew < 0 ? known : []), ...touches.slice(Math.max(anew, 0)), ...unmeasured]),
  }
}

/**
 * The last edit that did not find the file; -1 where all did, or nobody looked. It had gone then: who made it before has no part in
 * another one of its name, unless the parent has it, or it lies in a stash.
 */
const lastMaking = (edits: readonly AssembledEdit[]): number => edits.findLastIndex(({ before }) => before === null)

const touchOf = (path: string, { contribution, before, after, proposed, moved }: Told): Touch => ({
  contribution,
  trace: traceOf(
    { path: moved?.from ?? path, text: before },
    { path: moved?.to ?? path, text: proposed === undefined ? after : proposed },
  ),
})

/** How many of the edits had been made when the parent was, where it is what an agent left and none began with it; else null. */
const doneBefore = (
  state: ReplayState | undefined,
  edits: readonly Told[],
  parent: string | null | undefined,
): number | null => {
  if (parent == null) return null
  const carried = state?.lines.map(({ text }) => text).join('\n')
  const isParent = carried !== undefined && carried !== '' && carried === linesOf(parent).join('\n')
  const last = edits.findLastIndex(({ after }) => after === parent)
  if (last >= 0) return carried === undefined && edits[0]?.before === parent ? null : last + 1
  return isParent ? 0 : null
}

/** An edit that was only announced was made where a line it adds stands in the file now, or in what is staged; how its tool indents it, it does not say. */
const wasMade = ({ expected, before, after }: AssembledEdit, { work, staged }: FileAround): boolean =>
  expected !== true ||
  [(line: string) => line, bare].some((form) => {
    const lines = (text: string | null | undefined) => (text ?? '').split('\n').map(form)
    const [had, has] = [new Set(lines(before)), new Set([...lines(work), ...lines(staged)])]
    return lines(after).some((line) => line.trim() !== '' && !had.has(line) && has.has(line))
  })

type Told = Edit & Pick<AssembledEdit, 'moved'>

/** An edit whose before nobody saw starts where the one before it ended, the first at the parent's text. */
const resolved = (edits: readonly AssembledEdit[], parent: string | null): readonly Told[] => {
  let current = parent
  return edits.map((edit) => {
    const before = edit.before === undefined ? current : edit.before
    current = edit.after
    return { ...edit, before }
  })
}
