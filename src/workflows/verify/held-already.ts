import type { Config } from '../../config/schema.js'
import { type DefaultHolds, heads, type RefUpdate } from '../../core/push.js'
import { nonEmptyLines } from '../../core/split.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { branchKeyOf } from './policy-for.js'

/** Where a push goes: a repository, or what a clone knows of it by its remotes, the one first whose default branch is its own. */
export type Target = { readonly repository: UntrustedRepository; readonly remotes?: readonly string[] }

const linesOf = (repository: UntrustedRepository, ...args: readonly string[]): readonly string[] =>
  nonEmptyLines(ask(repository, args).stdout)

/** What stands before the names of a target's branches. */
const prefixesOf = ({ remotes }: Target): readonly string[] =>
  remotes?.map((name) => `refs/remotes/${name}/`) ?? [heads]

/** The default branch's name; null where a clone does not know it. */
const defaultBranch = (target: Target): string | null => {
  const [prefix = ''] = prefixesOf(target)
  const [full] = linesOf(
    target.repository,
    'symbolic-ref',
    '--quiet',
    target.remotes === undefined ? 'HEAD' : `${prefix}HEAD`,
  )
  return full?.slice(prefix.length) ?? null
}

/**
 * Which commits count as judged already, where that is not all that any branch of the repository holds: those of the target's own
 * branches, and no other remote's; of branches under the same rules, where the policy tells branches apart; a tag is vouched for
 * by branches like the default one.
 */
export const heldBy = (target: Target, config: Config): ((branch: string | null) => readonly string[]) | null => {
  const rulesOf = branchKeyOf(config)
  if (rulesOf === null) {
    const { remotes } = target
    return remotes === undefined ? null : () => ['--not', ...remotes.map((name) => `--remotes=${name}`)]
  }
  const branches = prefixesOf(target).flatMap((prefix) =>
    linesOf(target.repository, 'for-each-ref', '--format=%(refname)', prefix).map((ref) => ({
      ref,
      rules: rulesOf(ref.slice(prefix.length)),
    })),
  )
  const usual = defaultBranch(target) ?? ''
  return (branch) => {
    const key = rulesOf(branch ?? usual)
    return ['--not', ...branches.flatMap(({ ref, rules }) => (rules === key ? [ref] : []))]
  }
}

/**
 * Branches of a push for which the default branch vouches, by their refs: under an administrator's policy those that it treats as
 * it treats that one. Never under a policy of the repository's own, were it the same on both: who may push to the default branch
 * could weaken it there, bring a commit in, and restore it.
 */
export const vouchedFor = (target: Target, laid: Config, updates: readonly RefUpdate[]): ReadonlySet<string> => {
  const rulesOf = branchKeyOf(laid) ?? (() => '')
  const usual = defaultBranch(target)
  const alike = ({ ref }: RefUpdate) => usual !== null && rulesOf(ref.slice(heads.length)) === rulesOf(usual)
  return new Set(updates.filter(alike).map(({ ref }) => ref))
}

/**
 * Those of some commits that the default branch holds, and where its policy stands, for who is refused for what they only
 * merged; null for none, and where the default branch is not known.
 */
export const defaultHolds = (
  target: Target,
  { tip, source }: { readonly tip: string | null; readonly source: string },
  from: string | null,
  commits: readonly string[],
): DefaultHolds | null => {
  if (tip === null || from === null || commits.length === 0) return null
  const branch = defaultBranch(target)
  if (branch === null) return null
  const merged = new Set(linesOf(target.repository, 'rev-list', tip, `^${from}`, '--'))
  const held = new Set(commits.filter((oid) => merged.has(oid)))
  const file = source.startsWith(`${tip}:`) ? source.slice(tip.length + 1) : null
  const [ours, theirs] = [from, tip].map((oid) => linesOf(target.repository, 'rev-parse', `${oid}:${file}`)[0])
  return held.size === 0
    ? null
    : {
        branch,
        tip,
        from,
        file,
        alike: ours === theirs,
        commits: held,
      }
}
