/** The git hooks that a record needs (githooks(5)). */
export const hookNames = ['prepare-commit-msg', 'commit-msg', 'post-commit', 'post-rewrite'] as const

/** A program that runs a repository's hooks, into whose own files ours are entered. */
export type HookManager = {
  readonly name: string
  /** Its files that we change, from the top of the project. */
  readonly files: readonly string[]
  /** The file with our hooks beside those that are there; the same text where they are there already. */
  readonly add: (path: string, text: string | null) => string
  /** The file without our hooks; null where nothing else is left. */
  readonly remove: (path: string, text: string) => string | null
  /** What a person runs then, so that the manager takes the change up. */
  readonly followUp: string | null
}
