import * as z from 'zod'
import type { Commit } from '../commit/commit.js'
import type { LedgerFinding } from '../ledger/schema.js'
import { fullOid } from '../oid.js'
import { addressesIn, addressKey } from '../review/address.js'
import { makersOf } from '../review/independent.js'
import { isPerson } from '../review/person.js'
import { day, endOfDay } from './day.js'
import { type RuleId, ruleIds } from './rules/index.js'

/** A person's decision that a rule does not hold for one commit, for a while. */
export const Waiver = z.strictObject({
  commit: z
    .string()
    .regex(fullOid, 'expected the full name of a commit')
    .meta({ description: 'The commit, by its full name.' }),
  rules: z
    .array(z.enum(ruleIds as [RuleId, ...RuleId[]]))
    .min(1)
    .optional()
    .meta({ description: 'The rules that are waived; all, where they are left out.' }),
  reason: z.string().min(1).max(500).meta({ description: 'Why, for whoever reads the ledger.' }),
  approver: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'Who decided: NAME <ADDRESS>. Never who made the commit, nor a program.' }),
  expires: day.meta({ description: 'The last day on which it holds.' }),
})
export type Waiver = z.infer<typeof Waiver>

const isRule = (code: string): code is RuleId => (ruleIds as readonly string[]).includes(code)

/** Who an approver is, by every address that stands there; by the name alone where there is none. */
const approverIn = (text: string) => {
  const addresses = addressesIn(text)
  const name = addresses.reduce<string>((rest, one) => rest.replace(one, ' '), text)
  return { addresses, name: nameKey(name.replace(/[<>()"']/g, ' ')) }
}

const nameKey = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

/** True for somebody whose work the commit is: by address, as a review is told apart; by name where the waiver gives no address. */
const isMaker = (approver: string, commit: Commit): boolean => {
  const { addresses, name } = approverIn(approver)
  const makers = makersOf(commit)
  if (addresses.some((one) => makers.addresses.has(addressKey(one)))) return true
  if (addresses.length > 0) return false
  // What user.email says need not be an address: the waiver has it as a name then, or behind one.
  const written = [commit.author, commit.committer].flatMap((one) => [one.name, one.email, `${one.name} ${one.email}`])
  return written.map(nameKey).includes(name) || makers.names.has(name)
}

/** True for an AI or another program, which can decide nothing. */
const isProgram = (approver: string): boolean => {
  const { addresses, name } = approverIn(approver)
  return !(addresses.length === 0 ? [''] : addresses).every((address) => isPerson(name, address))
}

/**
 * A commit's findings with those waived that a waiver covers: they warn, and say who waived them and why. A waiver that has
 * ended, or was given by one of the commit's own makers or by a program, waives nothing and is told of itself. Faults of history cannot be waived.
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
  if (endOfDay(expires) < asOf) return 'waiver-expired'
  if (isProgram(approver)) return 'waiver-by-program'
  return isMaker(approver, commit) ? 'waiver-by-author' : null
}
