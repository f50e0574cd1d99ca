import { ProvenanceError } from '../core/errors.js'
import { husky } from './husky.js'
import { lefthook } from './lefthook.js'
import type { HookManager } from './manager.js'
import { preCommit } from './pre-commit.js'

/** The hook managers whose files we can be entered into, by the name that `init --hooks` takes. */
export const managers: Readonly<Record<string, HookManager>> = { husky, lefthook, 'pre-commit': preCommit }

/** What `init --hooks` takes: a manager, git's own hooks folder, or git's own configuration. */
export const hookChoices = ['native', ...Object.keys(managers), 'git-config'] as const

/** What a repository shows of its manager. */
export type Signs = {
  /** `core.hooksPath`, null where it is not set. */
  readonly hooksPath: string | null
  /** Names in the top folder. */
  readonly names: readonly string[]
  readonly packageJson: string
}

/** The manager that a repository uses, and by which sign; native hooks where it shows none. */
export const managerOf = ({
  hooksPath,
  names,
  packageJson,
}: Signs): { readonly choice: string; readonly sign: string } => {
  if (hooksPath !== null && /(?:^|[\\/])\.husky[\\/]_[\\/]?$/.test(hooksPath))
    return { choice: 'husky', sign: `core.hooksPath is ${hooksPath}` }
  if (names.includes('.husky') && /"husky"\s*:/.test(packageJson))
    return { choice: 'husky', sign: 'package.json names husky' }
  const lefthookFile = names.find((name) => /^\.?lefthook\.(?:ya?ml|toml|json)$/.test(name))
  if (lefthookFile !== undefined) return { choice: 'lefthook', sign: lefthookFile }
  if (names.includes('.pre-commit-config.yaml')) return { choice: 'pre-commit', sign: '.pre-commit-config.yaml' }
  return { choice: 'native', sign: 'no hook manager is in use' }
}

/** git runs hooks from its configuration since 2.54 (git-hook(1)). Throws HOOK_FOREIGN for an older one. */
export const requireConfigHooks = (version: string): void => {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  if (major > 2 || (major === 2 && minor >= 54)) return
  throw new ProvenanceError(
    'HOOK_FOREIGN',
    `hooks in git's configuration: expected git 2.54 or newer, got ${version}`,
    {
      hint: 'provenance init --yes --hooks native',
    },
  )
}
