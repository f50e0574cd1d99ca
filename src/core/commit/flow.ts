/** How git came to ask for a message: the second word it gives prepare-commit-msg, and what the gate found out. */
export const flows = [
  'editor',
  'message',
  'template',
  'merge',
  'squash',
  'commit',
  'amend',
  'joined',
  'copied',
] as const

export type Flow = (typeof flows)[number]
