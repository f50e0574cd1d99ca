import type { FileSnapshot } from './event.js'

/** One edit of one file, ready to be replayed; `before` is undefined where nobody saw it. */
export type AssembledEdit = {
  readonly contribution: string
  readonly before: string | null | undefined
  readonly after: string | null
  readonly proposed?: string | null
  /** Nobody saw the edit done: it counts where the file then holds something of it. */
  readonly expected?: true
  /** Where the agent moved the file. */
  readonly moved?: { readonly from: string; readonly to: string }
}

/** A file before an edit, and how many edits of it had been told of by then. */
export type Before = FileSnapshot & { readonly told: number }

/** The first and the last look at a file under one call that has not ended. */
export type Looks = readonly [first: Before, last: Before]

/** The looks with one more. */
export const withLook = (looks: Looks | undefined, look: Before): Looks => [looks?.[0] ?? look, look]

/**
 * The look before an edit: the last one, as an earlier call of that id may have been refused; but not one that another
 * registration took when the edit was made.
 */
export const lookFor = (looks: Looks | undefined, after: FileSnapshot['content']): Before | undefined =>
  looks === undefined || looks[1].content !== after ? looks?.[1] : looks[0]

/** How a file stood before an edit: another one that was told of since the look (a permission took a while) is no work of this one's. */
export const beforeOf = (before: Before, edits: readonly AssembledEdit[]): FileSnapshot['content'] =>
  edits.length > before.told ? edits.at(-1)?.after : before.content

/** The same change told again, by another hook for the same edit, which knows the text before it or does not. */
export const isRepeated = (last: AssembledEdit | undefined, edit: AssembledEdit): boolean =>
  last?.contribution === edit.contribution &&
  last.after === edit.after &&
  last.moved?.to === edit.moved?.to &&
  (edit.before === undefined || last.before === edit.before)
