import { configFiles } from '../../core/config-files.js'
import type { ResolvedRange } from '../../git/range.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { rootFiles } from '../../git/root-files.js'
import { type Policy, policyFor } from './policy-for.js'

/** The policies that commits of a push hold. */
export type PushPolicies = {
  /** The policy that stands at a commit, null for a repository without any. Throws as policyFor. */
  readonly at: (base: string | null) => Promise<Policy>
  /** The files of a commit's policy as git stores them, the same text for the same ones; undefined where its tree cannot be read. */
  readonly filesOf: (commit: string | null) => string | undefined
}

/** Finds out in one git process which of some commits hold the same policy; each of these is read once. */
export const pushPolicies = async (
  repository: UntrustedRepository,
  commits: readonly string[],
  policyFile: string | null,
): Promise<PushPolicies> => {
  const files = await rootFiles(repository, commits, configFiles)
  const filesOf = (commit: string | null) => (commit === null ? '' : files.get(commit))
  const read = (base: string | null) => policyFor(repository, rangeFrom(base), policyFile)
  const byFiles = new Map<string, Promise<Policy>>()
  const at = async (base: string | null): Promise<Policy> => {
    // A file of the administrator's holds wherever a commit stands.
    const key = policyFile === null ? filesOf(base) : ''
    if (key === undefined) return read(base)
    const known = byFiles.get(key)
    if (known === undefined) {
      const policy = read(base)
      byFiles.set(key, policy)
      return policy
    }
    const policy = await known.catch(() => null)
    return (policy === null ? null : standing(policy, base)) ?? read(base)
  }
  return { at, filesOf }
}

/** The same policy in another commit; null where it extends files that may be others there. */
const standing = (policy: Policy, base: string | null): Policy | null => {
  if (policy.commit === null || policy.commit === base) return policy
  if (base === null || policy.files.length > 1) return null
  return { ...policy, commit: base, source: base + policy.source.slice(policy.commit.length) }
}

const rangeFrom = (base: string | null): ResolvedRange => ({
  query: '',
  from: base,
  to: '',
  revisions: [],
  options: [],
})
