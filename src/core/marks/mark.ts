/** Where a mark may come from. `note` is a git-ai note or another tool's record. */
export const markKinds = ['author', 'committer', 'coauthor', 'trailer', 'session', 'subject', 'body', 'note'] as const
export type MarkKind = (typeof markKinds)[number]

/**
 * A sign of AI that another program (or a person) left on a commit. `tool` and `model` are null where the
 * sign does not name them. `ai` is false for an explicit negative such as `Assisted-by: none`.
 * `raw` is the text as found (at most 512 characters), `where` says where it stood:
 * `author`, `committer`, `trailers` (the block git parses), `subject` or `body`.
 */
export type Mark = {
  readonly tool: string | null
  readonly model: string | null
  readonly kind: MarkKind
  readonly raw: string
  readonly where: 'author' | 'committer' | 'trailers' | 'subject' | 'body' | 'note'
  readonly ai: boolean
}
