import { ProvenanceError } from '../core/errors.js'

const managerNames = ['husky', 'lefthook', 'pre-commit'] as const

/** A hook manager whose files we can be entered into. */
export type ManagerName = (typeof managerNames)[number]

/** What `init --hooks` takes: a manager, git's own hooks folder, or git's own configuration. */
export const hookChoices = ['native', ...managerNames, 'git-config'] as const

/** git runs hooks from its configuration since 2.54 (git-hook(1)). */
export const runsConfigHooks = (version: string): boolean => {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  return major > 2 || (major === 2 && minor >= 54)
}

/** Throws HOOK_FOREIGN for a git that does not run hooks from its configuration. */
export const requireConfigHooks = (version: string): void => {
  if (runsConfigHooks(version)) return
  throw new ProvenanceError(
    'HOOK_FOREIGN',
    `hooks in git's configuration: expected git 2.54 or newer, got ${version}`,
    {
      hint: 'provenance init --yes --hooks native',
    },
  )
}
