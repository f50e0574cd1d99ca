import { dirname, join } from 'node:path'
import { checkConfig, loadConfigFile, parseConfig, parseDocument, type ReadFile } from '../../config/load.js'
import { packageConfig } from '../../config/package-json.js'
import { Config } from '../../config/schema.js'
import { canonicalJson, sha256 } from '../../core/canonical.js'
import { configFiles } from '../../core/config-files.js'
import { ProvenanceError } from '../../core/errors.js'
import { matchesBranch } from '../../core/glob/match.js'
import { type CommitPolicy, policyOf } from '../../core/policy/evaluate.js'
import type { RuleId } from '../../core/policy/rules/index.js'
import { shellWord } from '../../core/shell-word.js'
import { branchNamed } from '../../git/branch.js'
import { dateOf } from '../../git/commit-date.js'
import { filesIn, readBlob } from '../../git/commit-files.js'
import type { ResolvedRange } from '../../git/range.js'
import type { UntrustedRepository } from '../../git/read-only.js'

/**
 * What a range is judged by, where it came from, and the digest by which a ledger names it: of the canonical JSON of all that is
 * applied, presets and defaults too. What a person wrote is in `files`, the one named first, then those it extends; `commit`
 * holds them where a commit does.
 */
export type Policy = {
  readonly source: string
  readonly config: Config
  readonly digest: string
  readonly files: readonly PolicyFile[]
  readonly commit: string | null
}

/** A file of a policy: its name from the folder of the policy, and the SHA-256 of its bytes. */
export type PolicyFile = { readonly path: string; readonly digest: string }

/** Names of what is open already (`<(…)`, standard input) are other ones each time, and a ledger must be the same. */
const sourceOf = (file: string): string =>
  /^\/(?:dev|proc)\//.test(file) ? pipe : `file ${file.split(/[\\/]/).at(-1)}`

const pipe = 'a pipe'

/** The policy that answers a question without asking a rule: as for a range, and where that has no base commit, as it ends with. */
export const policyAtEnd = async (
  repository: UntrustedRepository,
  range: ResolvedRange,
  file: string | null,
): Promise<Policy> => policyFor(repository, range.from === null ? { ...range, from: range.to } : range, file)

/**
 * The policy: the named file, else the one in the range's base commit, else what is built in. Never the work tree's, never the
 * head's. Throws CONFIG_INVALID, and AMBIGUOUS_REVISION for a range that starts from several commits with several policies.
 */
export const policyFor = async (
  repository: UntrustedRepository,
  range: ResolvedRange,
  file: string | null,
): Promise<Policy> => {
  if (file !== null) return (await policyIn(file)).policy
  const policy = policyAt(repository, range.from)
  const others = (range.otherFrom ?? []).filter((base) => policyAt(repository, base).digest !== policy.digest)
  if (others.length === 0) return policy
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `${JSON.stringify(range.query)}: expected one policy, got others in ${[range.from, ...others].join(' and ')}, none of which leads to the other; name the policy, or take away one of them only`,
    { hint: 'provenance verify --policy FILE RANGE' },
  )
}

/** The policy in a named file, and the paths of all the files that it was read from. Throws CONFIG_INVALID, or FILE_UNREADABLE. */
export const policyIn = async (
  file: string,
): Promise<{ readonly policy: Policy; readonly paths: readonly string[] }> => {
  const { config, files } = await loadConfigFile(file)
  const source = sourceOf(file)
  const named = source === pipe ? files.map((one) => ({ ...one, name: pipe })) : files
  return { policy: made({ source, config, files: named }), paths: files.map(({ name }) => join(dirname(file), name)) }
}

type Made = Pick<Policy, 'source' | 'config'> & { readonly files?: readonly ReadFile[]; readonly commit?: string }

const made = ({ source, config, files = [], commit }: Made): Policy => ({
  source,
  config,
  digest: sha256(canonicalJson(JSON.parse(JSON.stringify(config)))),
  files: files.map(({ name, bytes }) => ({ path: name, digest: sha256(bytes) })),
  commit: commit ?? null,
})

/** What holds where nobody wrote a policy: no rule that stops. */
export const builtIn = (): Policy => made({ source: 'built-in', config: Config.parse({}) })

/** The policy that a commit holds, else what is built in. Throws CONFIG_INVALID naming the commit: what is in the work tree may be well. */
const policyAt = (repository: UntrustedRepository, base: string | null): Policy => {
  if (base === null) return builtIn()
  for (const name of filesIn(repository, base, configFiles)) {
    const files: ReadFile[] = []
    const textOf = (path: string): string | null => {
      const bytes = readBlob(repository, base, path)
      if (bytes !== null) files.push({ name: path, bytes })
      return bytes?.toString('utf8') ?? null
    }
    const read = (path: string) => {
      const text = filesIn(repository, base, [path]).length === 0 ? null : textOf(path)
      return text === null ? null : parseDocument(path, text)
    }
    const config = inCommit(base, name, () => {
      const text = textOf(name)
      if (text === null) return null
      if (name !== 'package.json') return parseConfig(name, text, read)
      const own = packageConfig(text)
      return own === undefined ? null : checkConfig(own, name, read)
    })
    if (config !== null) return made({ source: `${base}:${name}`, config, files, commit: base })
  }
  return builtIn()
}

const inCommit = <Value>(commit: string, name: string, read: () => Value): Value => {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof ProvenanceError) || cause.code !== 'CONFIG_INVALID') throw cause
    const short = commit.slice(0, 12)
    throw new ProvenanceError('CONFIG_INVALID', `${short}:${cause.message}`, {
      cause,
      hint: `git show ${shellWord(`${short}:${name}`)}`,
    })
  }
}

/** For which branch and time a policy is asked; null for those that the range itself gives. */
export type PolicyOptions = {
  readonly branch: string | null
  readonly asOf: number | null
  readonly words: readonly string[]
  /** Rules that are left to somebody else. */
  readonly without?: readonly RuleId[]
}

/** A policy made ready for the commits of a range. The branch is found out only where the policy tells branches apart, the time only where it has waivers. */
export const readyPolicy = (
  repository: UntrustedRepository,
  { config }: Policy,
  range: ResolvedRange,
  { branch, asOf, words, without = [] }: PolicyOptions,
): CommitPolicy & { readonly branch: string | null } => {
  const on = branchGlobs(config).length > 0 ? (branch ?? branchNamed(repository, words)) : null
  const at = config.waivers.length === 0 ? 0 : (asOf ?? dateOf(repository, range.to))
  const { rules, overrides, waivers, registry = null } = config
  const ready = policyOf({ rules, overrides, waivers, registry, branch: on, asOf: at })
  return { ...ready, active: ready.active.filter(({ id }) => !without.includes(id)), branch: on }
}

/** Every list of globs by which a policy tells branches apart. */
const branchGlobs = ({ rules, overrides }: Config): readonly (readonly string[])[] => {
  const laid = overrides.flatMap(({ rules: inner, ...scope }) => [{ scope }, ...Object.values(inner)])
  return [...Object.values(rules), ...laid].flatMap((one) =>
    one?.scope.branches === undefined ? [] : [one.scope.branches],
  )
}

/** Tells of a branch which of these lists it is in, as a text that branches under the same rules share; null where the policy treats all alike. */
export const branchKeyOf = (config: Config): ((branch: string) => string) | null => {
  const lists = [...branchGlobs(config), ...(config.protected === undefined ? [] : [config.protected])]
  return lists.length === 0 ? null : (branch) => lists.map((globs) => (matchesBranch(globs, branch) ? 1 : 0)).join('')
}
