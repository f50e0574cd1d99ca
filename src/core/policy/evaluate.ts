import { canonicalJson } from '../canonical.js'
import type { LedgerFinding } from '../ledger/schema.js'
import type { SquashFinding } from '../record/squash.js'
import type { Registry } from './registry.js'
import type { AnyRule, CommitFacts, Need } from './rule.js'
import { type RuleId, ruleIds, rules } from './rules/index.js'
import { type FullScope, onBranch, takesAll, within } from './scope.js'
import type { Override, Setting, Settings } from './setting.js'
import { type Severity, severities } from './severity.js'
import { type Waiver, waive } from './waiver.js'

/** What holds where no policy is given: warnings, and nothing that stops a release. */
export const builtIn: Readonly<Partial<Record<RuleId, Severity>>> = {
  'record-wellformed': 'warn',
  'record-bound': 'warn',
  'no-contradiction': 'warn',
  'squash-kept-records': 'warn',
}

/** What a policy consists of, as far as commits are judged by it. */
export type PolicyParts = {
  readonly rules: Settings
  readonly overrides: readonly Override[]
  readonly waivers: readonly Waiver[]
  readonly registry: Registry | null
  /** The branch on which the commits are, or are to be; null where it is not known. */
  readonly branch: string | null
  /** The time at which waivers must hold, in seconds since the epoch. */
  readonly asOf: number
}

/** A setting with its whole scope. `perhaps`: it is for some branches, and nobody knows on which branch the commits are. */
type Ready = Omit<Setting, 'scope'> & { readonly scope: FullScope; readonly perhaps: boolean }

/** A rule that is on; `only` where one setting holds for all commits alike, as in most policies. */
type Active = { readonly id: RuleId; readonly settings: readonly Ready[]; readonly only: Ready | null }

/** A policy made ready to judge commits by. */
export type CommitPolicy = {
  readonly active: readonly Active[]
  /** What must be found out of commits with AI in them. */
  readonly needs: ReadonlySet<Need>
  /** What must be found out of every commit. */
  readonly needsOfAll: ReadonlySet<Need>
  /** True where files must be known of merges, to tell those with changes of their own. */
  readonly ownMerges: boolean
  readonly waivers: readonly Waiver[]
  readonly registry: Registry | null
  readonly asOf: number
  /** How grave it is what is found of a squash beside its branch, by the finding's code. */
  readonly squashed: Readonly<Record<SquashFinding['code'], Severity>>
}

/** Makes a policy ready: which rules are on, where, and what they need. */
export const policyOf = ({ rules: settings, overrides, branch, ...rest }: PolicyParts): CommitPolicy => {
  const on = ruleIds
    .map(
      (id): Active =>
        active(
          id,
          [own(settings, id), ...laidOver(overrides, id)]
            .filter(({ scope }) => onBranch(scope, branch))
            .map((setting) => readyFor(id, setting, branch)),
        ),
    )
    .filter((one) => one.settings.some(({ severity }) => severity !== 'off'))
  const all = on.flatMap((one) => one.settings)
  const scoped = all.some(({ scope }) => scope.paths !== undefined)
  const reviewsAll = all.some(({ option }) => option['of'] === 'all')
  return {
    ...rest,
    active: on,
    needs: new Set(on.flatMap(({ id }) => rules[id].needs)),
    needsOfAll: new Set<Need>([...(scoped ? ['changes' as const] : []), ...(reviewsAll ? ['reviews' as const] : [])]),
    ownMerges: all.some(({ scope }) => scope.merges === 'own'),
    squashed: {
      'squash-lost-records': own(settings, 'squash-kept-records').severity,
      // A commit without a record is as grave where it was squashed, and told of in any case.
      'squash-untold': own(settings, 'record-required').severity === 'error' ? 'error' : 'warn',
    },
  }
}

const active = (id: RuleId, settings: readonly Ready[]): Active => {
  const [first, ...others] = settings
  const isOnly = first !== undefined && others.length === 0 && first.severity !== 'off' && takesAll(first.scope)
  return { id, settings, only: isOnly ? first : null }
}

/** The policy that holds where none is given. */
export const builtInPolicy = (): CommitPolicy =>
  policyOf({ rules: {}, overrides: [], waivers: [], registry: null, branch: null, asOf: 0 })

const own = (settings: Settings, id: RuleId): Setting =>
  settings[id] ?? { severity: builtIn[id] ?? 'off', option: rules[id].option.parse({}), scope: {} }

const laidOver = (overrides: readonly Override[], id: RuleId): readonly Setting[] =>
  overrides.flatMap(({ rules: laid, ...scope }) => {
    const setting = laid[id]
    return setting === undefined ? [] : [{ ...setting, scope: { ...scope, ...setting.scope } }]
  })

/** Where a setting does not say whether it looks at bots and merges, its rule does. */
const readyFor = (id: RuleId, setting: Setting, branch: string | null): Ready => {
  const { bots = rules[id].kinds.bots, merges = rules[id].kinds.merges, ...scope } = setting.scope
  return { ...setting, scope: { ...scope, bots, merges }, perhaps: branch === null && scope.branches !== undefined }
}

/** What the policy finds on one commit; nothing on one from before its adoption. */
export const evaluate = (facts: CommitFacts, policy: CommitPolicy): readonly LedgerFinding[] => {
  if (facts.preAdoption || policy.active.length === 0) return []
  const findings: LedgerFinding[] = []
  for (const { id, settings, only } of policy.active)
    findings.push(...(only === null ? findingsOf(id, settings, facts) : objections(id, only, facts, facts.changes)))
  return findings.length === 0 ? findings : waive(findings, { ...policy, commit: facts.commit })
}

/**
 * Of the settings whose scope takes in a commit, the last one counts for the files in its scope, and the one before it for the
 * files that are left: nobody frees a file by changing another one beside it. A setting that holds only perhaps adds its
 * findings to those of the others, and never replaces them.
 */
const findingsOf = (code: RuleId, settings: readonly Ready[], facts: CommitFacts): readonly LedgerFinding[] => {
  const parts: Part[] = []
  let left = facts
  for (const setting of settings.toReversed()) {
    const seen = within(setting.scope, left)
    if (seen === null) continue
    parts.push({ setting, seen })
    if (setting.perhaps) continue
    if (setting.scope.paths === undefined || seen.changes.length === left.changes.length) break
    const taken = new Set(seen.changes)
    left = { ...left, changes: left.changes.filter((change) => !taken.has(change)) }
  }
  const beside = notFreed(parts, facts.changes)
  const found = parts
    .filter(({ setting }) => setting.severity !== 'off')
    .map(({ setting, seen }) => objections(code, setting, seen, beside))
  return found.length > 1 ? gravest(found.flat()) : (found[0] ?? [])
}

/** A setting that a commit is in the scope of, and the commit as it sees it. */
type Part = { readonly setting: Ready; readonly seen: CommitFacts }

/** All files of a commit but those for which a setting of their own switches the rule off. */
const notFreed = (parts: readonly Part[], changes: CommitFacts['changes']): CommitFacts['changes'] => {
  const freed = new Set(
    parts
      .filter(
        ({ setting: { severity, scope, perhaps } }) => severity === 'off' && scope.paths !== undefined && !perhaps,
      )
      .flatMap(({ seen }) => seen.changes),
  )
  return freed.size === 0 ? changes : changes.filter((change) => !freed.has(change))
}

const objections = (
  code: RuleId,
  { severity, option }: Ready,
  seen: CommitFacts,
  beside: CommitFacts['changes'],
): readonly LedgerFinding[] => {
  const found = (rules[code] as AnyRule).check(seen, option as never, beside)
  if (found.length === 0) return none
  return found.map(({ path, args = {} }) => ({
    code,
    severity: severity as LedgerFinding['severity'],
    ...(path === undefined ? {} : { path }),
    ...(Object.keys(args).length === 0 ? {} : { args: { ...args } }),
  }))
}

const none: readonly never[] = []

/** The same said by two settings is said once, as gravely as either does. */
const gravest = (findings: readonly LedgerFinding[]): readonly LedgerFinding[] => {
  const kept = new Map<string, LedgerFinding>()
  for (const finding of findings) {
    const { path = null, args = {} } = finding
    const key = canonicalJson({ path, args })
    const other = kept.get(key)
    if (other === undefined || severities.indexOf(finding.severity) < severities.indexOf(other.severity))
      kept.set(key, finding)
  }
  return [...kept.values()]
}
