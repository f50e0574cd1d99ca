/** The git hooks that a record and the policy's gates need (githooks(5)). */
export const hookNames = ['prepare-commit-msg', 'commit-msg', 'post-commit', 'post-rewrite', 'pre-push'] as const

/** Those that git tells something on standard input. */
export const toldHooks: ReadonlySet<string> = new Set(['post-rewrite', 'pre-push'])

/** A program that runs a repository's hooks, into whose own files ours are entered. */
export type HookManager = {
  readonly name: string
  /** Its files in which ours may stand, from the top of the project. */
  readonly files: readonly string[]
  /** The mode of a file of its that was not there before. */
  readonly mode?: number
  /** Those of them that are changed, by what is there; all where it is left out. Throws CONFIG_INVALID where none will do. */
  readonly choose?: (isThere: (file: string) => boolean) => readonly string[]
  /** The file with our hooks beside those that are there; the same text where they are there already. */
  readonly add: (path: string, text: string | null) => string
  /** The file without our hooks; null where nothing else is left. */
  readonly remove: (path: string, text: string) => string | null
  /** What its file says with nothing in it, where the manager's own hooks stop every commit for want of one. */
  readonly empty?: string
  /** What the team says in its files of when a whole hook is left out, ours with it, which is theirs to say. */
  readonly conditionsOf?: (hook: string, read: (file: string) => string | null) => readonly string[]
  /** What a person runs then, so that the manager takes the change up. */
  readonly followUp: string | null
  /** What a person runs once ours are out again; `left` is false where the manager's file went with them. */
  readonly farewell: (left: boolean) => string | null
}
