import type { ManagerName } from './choices.js'
import { type HuskyScript, huskyIn, huskyPlace, huskyToCome } from './husky.js'
import { lefthook } from './lefthook.js'
import type { HookManager } from './manager.js'
import { preCommit } from './pre-commit.js'

/** The hook managers whose files we can be entered into, by the name that `init --hooks` takes; husky's are where it was told. */
export const managersFor = (signs: Pick<Signs, 'hooksPath' | 'huskyScript' | 'packageJson'>) =>
  ({
    husky: huskyIn(huskyPlace(signs.hooksPath, signs.huskyScript) ?? huskyToCome(signs.packageJson)),
    lefthook,
    'pre-commit': preCommit,
  }) satisfies Readonly<Record<ManagerName, HookManager>> as Readonly<Record<string, HookManager>>

export const managers = managersFor({ hooksPath: null, huskyScript: null, packageJson: '' })

/** What a repository shows of its manager. */
export type Signs = {
  /** `core.hooksPath`, null where it is not set. */
  readonly hooksPath: string | null
  /** The script of husky's own that stands in the folder that `core.hooksPath` names. */
  readonly huskyScript: HuskyScript | null
  /** Names in the top folder, and those in `.config` with it before them. */
  readonly names: readonly string[]
  readonly packageJson: string
}

/** The manager that a repository uses, and by which sign; native hooks where it shows none. */
export const managerOf = ({
  hooksPath,
  huskyScript,
  names,
  packageJson,
}: Signs): { readonly choice: string; readonly sign: string } => {
  if (huskyPlace(hooksPath, huskyScript) !== null) return { choice: 'husky', sign: `core.hooksPath is ${hooksPath}` }
  if (names.includes('.husky') && /"husky"\s*:/.test(packageJson))
    return { choice: 'husky', sign: 'package.json names husky' }
  const lefthookFile = names.find((name) => /^(?:\.|\.config\/)?lefthook\.(?:ya?ml|toml|jsonc?)$/.test(name))
  if (lefthookFile !== undefined) return { choice: 'lefthook', sign: lefthookFile }
  if (names.includes('.pre-commit-config.yaml')) return { choice: 'pre-commit', sign: '.pre-commit-config.yaml' }
  return { choice: 'native', sign: 'no hook manager is in use' }
}
