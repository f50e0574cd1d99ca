import { z } from 'zod'
import type { Commit } from '../commit.js'
import type { LedgerFinding } from '../ledger/schema.js'
import { type RuleId, ruleIds } from './rules/index.js'

/** A person's decision that a rule does not hold for one commit, for a while. */
export const Waiver = z.strictObject({
  commit: z
    .string()
    .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'expected the full name of a commit')
    .meta({ description: 'The commit, by its full name.' }),
  rules: z
    .array(z.enum(ruleIds as [RuleId, ...RuleId[]]))
    .min(1)
    .optional()
    .meta({ description: 'The rules that are waived; all, where they are left out.' }),
  reason: z.string().min(1).max(500).meta({ description: 'Why, for whoever reads the ledger.' }),
  approver: z.string().min(1).max(200).meta({ description: 'Who decided: NAME <ADDRESS>. Never the author.' }),
  expires: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'expected a day, YYYY-MM-DD')
    .meta({ description: 'The last day on which it holds.' }),
})
export type Waiver = z.infer<typeof Waiver>

/** The end of a day in UTC, in seconds since the epoch. */
const endOf = (day: string): number => Date.parse(`${day}T23:59:59Z`) / 1000

const isRule = (code: string): code is RuleId => (ruleIds as readonly string[]).includes(code)

const isAuthor = (approver: string, { author, committer }: Commit): boolean => {
  const address = (/<([^<>]*)>\s*$/.exec(approver)?.[1] ?? approver).trim().toLowerCase()
  return [author, committer].some(({ email, name }) => [email, name].some((one) => one.toLowerCase() === address))
}

/**
 * A commit's findings with those waived that a waiver covers: they warn, and say who waived them and why. A waiver that has
 * ended, or was given by the commit's own author, waives nothing and is told of itself. Faults of history cannot be waived.
 */
export const waive = (
  findings: readonly LedgerFinding[],
  { commit, waivers, asOf }: { readonly commit: Commit; readonly waivers: readonly Waiver[]; readonly asOf: number },
): readonly LedgerFinding[] => {
  const own = waivers.filter((one) => one.commit === commit.oid)
  if (own.length === 0) return findings
  const covers = (waiver: Waiver, { code, waiver: already }: LedgerFinding) =>
    already === undefined && isRule(code) && (waiver.rules === undefined || waiver.rules.includes(code))
  let all = findings
  for (const waiver of own) {
    if (!all.some((finding) => covers(waiver, finding))) continue
    const { approver, expires, reason } = waiver
    const refused = refusalOf(waiver, commit, asOf)
    all =
      refused === null
        ? all.map((finding) =>
            covers(waiver, finding)
              ? { ...finding, severity: 'warn', waiver: { approver, expires, reason, severity: finding.severity } }
              : finding,
          )
        : all.concat({ code: refused, severity: 'warn', args: { approver, expires } })
  }
  return all
}

const refusalOf = ({ expires, approver }: Waiver, commit: Commit, asOf: number): string | null => {
  if (endOf(expires) < asOf) return 'waiver-expired'
  return isAuthor(approver, commit) ? 'waiver-by-author' : null
}
