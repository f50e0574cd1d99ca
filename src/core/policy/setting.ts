import * as z from 'zod'
import type { AnyRule } from './rule.js'
import { type RuleId, ruleIds, rules } from './rules/index.js'
import { Scope, scopeShape } from './scope.js'
import { type Severity, severities } from './severity.js'

/** What a policy says of one rule: how grave, with which option, for which commits. */
export type Setting = {
  readonly severity: Severity
  readonly option: Readonly<Record<string, unknown>>
  readonly scope: Scope
}

const severity = z.enum(severities)

/** How a policy may write a setting: a severity, or a list of it and the rule's option, in which a scope may stand too. */
const settingOf = (rule: AnyRule) => {
  const full = rule.option.extend(scopeShape)
  const { bare } = rule
  const option =
    bare === undefined ? full : z.union([full, bare.type.transform((value) => full.parse({ [bare.name]: value }))])
  return z
    .union([severity, z.tuple([severity]), z.tuple([severity, option])])
    .transform((value): Setting => {
      const [grave, given] = typeof value === 'string' ? [value] : value
      return { severity: grave, ...parted(given ?? full.parse({})) }
    })
    .meta({ description: 'A severity, or a list of a severity and the rule’s option.' })
}

/** A rule's own option, and the scope that stood in it. */
const parted = (given: object): Pick<Setting, 'option' | 'scope'> => {
  const entries = Object.entries(given)
  const isScope = ([name]: [string, unknown]) => Object.hasOwn(scopeShape, name)
  return {
    option: Object.fromEntries(entries.filter((entry) => !isScope(entry))),
    scope: Scope.parse(Object.fromEntries(entries.filter(isScope))),
  }
}

/** The settings of a policy, by rule. */
export const Settings = z
  .strictObject(
    Object.fromEntries(ruleIds.map((id): [string, unknown] => [id, settingOf(rules[id]).optional()])) as Record<
      RuleId,
      z.ZodOptional<z.ZodType<Setting, unknown>>
    >,
  )
  .partial()
export type Settings = z.infer<typeof Settings>

/** In a rule's own option `true` takes a kind of commit in and leaves nobody out; over an override it would read as if it left out all others. */
const leftOut = (kind: 'bots' | 'merges') =>
  z
    .boolean()
    .refine(
      (isIn) => !isIn,
      `expected false, which leaves out ${kind}; what is to hold for ${kind} alone stands in the policy’s own rules, and what holds for the others in an override with ${kind}: false`,
    )
    .optional()
    .meta({ const: false, description: `False leaves out commits of ${kind}; there is no override for them alone.` })

/** Settings for some commits only, laid over the policy's own; of several that fit, the last counts. */
export const Override = z
  .strictObject({ ...scopeShape, bots: leftOut('bots'), merges: leftOut('merges'), rules: Settings })
  .refine(
    ({ rules: _, ...scope }) => Object.values(scope).some((one) => one !== undefined),
    'expected branches, paths, authors, bots or merges beside rules: what holds for every commit stands in the policy’s own rules',
  )
  .refine(({ rules: laid }) => Object.keys(laid).length > 0, 'rules: expected at least one rule, got none')
export type Override = z.infer<typeof Override>
