import type { Severity } from '../finding.js'
import type { LedgerFinding } from '../ledger/schema.js'
import type { Registry } from './registry.js'
import type { AnyRule, CommitFacts, Need } from './rule.js'
import { type RuleId, ruleIds, rules } from './rules/index.js'
import { onBranch, within } from './scope.js'
import type { Override, Setting, Settings } from './setting.js'
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

type Active = { readonly id: RuleId; readonly settings: readonly Setting[] }

/** A policy made ready to judge commits by. */
export type CommitPolicy = {
  readonly active: readonly Active[]
  /** What must be found out of commits with AI in them. */
  readonly needs: ReadonlySet<Need>
  /** What must be found out of every commit. */
  readonly needsOfAll: ReadonlySet<Need>
  readonly waivers: readonly Waiver[]
  readonly registry: Registry | null
  readonly asOf: number
  /** How grave a record is that a squash lost, found beside its branch. */
  readonly squashLost: Severity
}

/** Makes a policy ready: which rules are on, where, and what they need. */
export const policyOf = ({ rules: settings, overrides, branch, ...rest }: PolicyParts): CommitPolicy => {
  const active = ruleIds
    .map(
      (id): Active => ({
        id,
        settings: [own(settings, id), ...laidOver(overrides, id)].filter(({ scope }) => onBranch(scope, branch)),
      }),
    )
    .filter((one) => one.settings.some(({ severity }) => severity !== 'off'))
  const scoped = active.some((one) => one.settings.some(({ scope }) => scope.paths !== undefined))
  const reviewsAll = active.some((one) => one.settings.some(({ option }) => option['of'] === 'all'))
  return {
    ...rest,
    active,
    needs: new Set(active.flatMap(({ id }) => rules[id].needs)),
    needsOfAll: new Set<Need>([...(scoped ? ['changes' as const] : []), ...(reviewsAll ? ['reviews' as const] : [])]),
    squashLost: settings['squash-kept-records']?.severity ?? 'error',
  }
}

/** The policy that holds where none is given. */
export const builtInPolicy = (): CommitPolicy =>
  policyOf({ rules: {}, overrides: [], waivers: [], registry: null, branch: null, asOf: 0 })

const own = (settings: Settings, id: RuleId): Setting =>
  withKinds(id, settings[id] ?? { severity: builtIn[id] ?? 'off', option: rules[id].option.parse({}), scope: {} })

const laidOver = (overrides: readonly Override[], id: RuleId): readonly Setting[] =>
  overrides.flatMap(({ rules: laid, ...scope }) => {
    const setting = laid[id]
    return setting === undefined ? [] : [withKinds(id, { ...setting, scope: { ...scope, ...setting.scope } })]
  })

/** Where a setting does not say whether it looks at bots and merges, its rule does. */
const withKinds = (id: RuleId, setting: Setting): Setting => ({
  ...setting,
  scope: { ...rules[id].kinds, ...setting.scope },
})

/** What the policy finds on one commit; nothing on one from before its adoption. */
export const evaluate = (facts: CommitFacts, policy: CommitPolicy): readonly LedgerFinding[] => {
  if (facts.preAdoption || policy.active.length === 0) return []
  const findings = policy.active.flatMap(({ id, settings }) => findingsOf(id, settings, facts))
  return findings.length === 0 ? findings : waive(findings, { ...policy, commit: facts.commit })
}

/** Of the settings whose scope a commit is in, the last counts. */
const findingsOf = (code: RuleId, settings: readonly Setting[], facts: CommitFacts): readonly LedgerFinding[] => {
  for (const { scope, severity, option } of settings.toReversed()) {
    const seen = within(scope, facts)
    if (seen === null) continue
    if (severity === 'off') return []
    return (rules[code] as AnyRule).check(seen, option as never).map(({ path, args = {} }) => ({
      code,
      severity,
      ...(path === undefined ? {} : { path }),
      ...(Object.keys(args).length === 0 ? {} : { args: { ...args } }),
    }))
  }
  return []
}
