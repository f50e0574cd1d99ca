import type { Severity } from '../finding.js'
import type { LedgerFinding } from '../ledger/schema.js'
import type { CommitFacts } from './rule.js'
import { type RuleId, rules } from './rules/index.js'

export type Severities = Readonly<Partial<Record<RuleId, Severity>>>

/** What holds where no policy is given: warnings, and nothing that stops a release. */
export const builtIn: Severities = {
  'record-required': 'off',
  'record-wellformed': 'warn',
  'record-bound': 'warn',
  'no-contradiction': 'warn',
}

const ruleIds = Object.keys(rules) as RuleId[]

/** What the policy finds on one commit. */
export const evaluate = (facts: CommitFacts, severities: Severities): readonly LedgerFinding[] =>
  ruleIds.flatMap((code) => {
    const severity = severities[code] ?? builtIn[code] ?? 'off'
    if (severity === 'off') return []
    return rules[code](facts).map((args) => ({
      code,
      severity,
      ...(Object.keys(args).length === 0 ? {} : { args: { ...args } }),
    }))
  })
