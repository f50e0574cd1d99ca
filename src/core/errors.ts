/**
 * Every reason for which a command could not do its work, with the exit code it ends with and a hint
 * that is a command the user can run. What the policy forbids is a finding, never an error.
 */
export const errors = {
  USAGE: { exit: 2, hint: 'provenance --help' },
  NOT_A_REPOSITORY: { exit: 2, hint: 'git init' },
  UNKNOWN_REVISION: { exit: 2, hint: 'git log --oneline --all' },
  AMBIGUOUS_REVISION: { exit: 2, hint: 'git for-each-ref refs/heads refs/tags refs/remotes' },
  GIT_FAILED: { exit: 2, hint: 'provenance doctor' },
  GIT_MISSING: { exit: 2, hint: 'git --version' },
  CONFIG_INVALID: { exit: 2, hint: 'provenance validate .provenancerc' },
  PUSHED_CONFIG_INVALID: { exit: 2, hint: 'provenance validate .provenancerc' },
  DOCUMENT_INVALID: { exit: 1, hint: 'provenance validate --help' },
  FILE_NOT_IN_COMMIT: { exit: 2, hint: 'git ls-files' },
  FILE_UNREADABLE: { exit: 2, hint: 'ls -l' },
  FILE_UNWRITABLE: { exit: 2, hint: 'ls -ld .' },
  VALUE_REFUSED: { exit: 2, hint: 'provenance declare --help' },
  INPUT_DIFFERS: { exit: 2, hint: 'provenance ledger check --help' },
  HOOK_FOREIGN: { exit: 2, hint: 'provenance doctor' },
  SIGNING_FAILED: { exit: 2, hint: 'provenance ledger sign --help' },
  POLICY_OLDER: { exit: 3, hint: 'git log --oneline -- .provenancerc' },
  LEDGER_BROKEN: { exit: 3, hint: 'provenance ledger check --help' },
  OBJECT_TAMPERED: { exit: 3, hint: 'git fsck --full' },
  HISTORY_INCOMPLETE: { exit: 4, hint: 'git fsck --full' },
  TAG_MISSING: { exit: 4, hint: 'git fetch --tags' },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4; hint: string }>

export type ErrorCode = keyof typeof errors

/** The one error class: a code of the table above, a sentence (what happened: expected, got) and a hint that runs. */
export class ProvenanceError extends Error {
  override readonly name = 'ProvenanceError'
  readonly hint: string
  /** The hint has all the options that it is to have: none of those that were given is added. */
  readonly isWholeHint: boolean

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { cause?: unknown; hint?: string; isWholeHint?: boolean } = {},
  ) {
    super(message, { cause: options.cause })
    this.hint = options.hint ?? errors[code].hint
    this.isWholeHint = options.isWholeHint === true
  }

  get exitCode(): number {
    return errors[this.code].exit
  }
}
