import type { Touch } from '../attribution/parts.js'
import type { ReplayState } from '../attribution/replay.js'
import type { AssembledEdit } from '../edits/assembled-edit.js'

/** One file around the commit in progress: text, null where absent, undefined where it cannot be measured. */
export type FileAround = {
  readonly path: string
  /** The path under which the parent has it, another one where it was renamed. */
  readonly parentPath: string
  readonly parent: string | null | undefined
  readonly staged: string | null | undefined
  readonly work: string | null | undefined
  /** True where what is staged is not what the parent has, and the work tree not what is staged. */
  readonly changed: boolean
  readonly unstaged: boolean
  /** True where the other side of a merge already has what is staged. */
  readonly merged: boolean
}

export type PlanInput = {
  readonly files: readonly FileAround[]
  readonly states: Readonly<Record<string, ReplayState>>
  readonly touched: Readonly<Record<string, readonly Touch[]>>
  readonly edits: ReadonlyMap<string, readonly AssembledEdit[]>
  readonly unmeasured: ReadonlyMap<string, readonly string[]>
  readonly excluded: (path: string) => boolean
  /** What stashes hold of a file: work that is neither committed nor in the work tree. */
  readonly stashes: (path: string) => readonly StashedText[]
  /** What the commit adds to each file of it, by path: lines at their places, undefined for the others. */
  readonly additions: () => ReadonlyMap<string, readonly (string | undefined)[]>
}

/** A file before and after what a stash holds of it, as the texts of `FileAround`. */
export type StashedText = {
  readonly before: string | null | undefined
  readonly after: string | null | undefined
}
