import type { Registry } from './registry.js'
import type { RuleId } from './rules/index.js'
import type { Override, Settings } from './setting.js'

type Parts = {
  readonly rules: Settings
  readonly overrides: readonly Override[]
  readonly registry?: Registry | undefined
}

/** A setting of a policy, by the names that lead to it, and what it was expected to be. */
type Problem = { readonly path: readonly string[]; readonly says: string }

/** Rules that leave a tool which nobody registered to `tool-approved`. */
const onRegistered = ['model-approved', 'author-authorized'] as const

/** The first setting that can never do what it says, because of another one; null where each can. */
export const unsound = (policy: Parts): Problem | null => unknownGroup(policy) ?? idleRule(policy)

/** A group that a tool is approved for, and that the registry does not have. */
const unknownGroup = ({ registry }: Parts): Problem | null => {
  const groups = Object.keys(registry?.groups ?? {})
  for (const [tool, approval] of Object.entries(registry?.tools ?? {})) {
    const unknown = approval.groups?.find((group) => !groups.includes(group))
    if (unknown === undefined) continue
    const expected = `expected a group of the registry (${groups.join(', ') || 'it has none'})`
    return { path: ['registry', 'tools', tool, 'groups'], says: `${expected}, got ${JSON.stringify(unknown)}` }
  }
  return null
}

/** A rule about registered tools, where none is registered and no rule asks for that. */
const idleRule = ({ rules, overrides, registry }: Parts): Problem | null => {
  const isOn = (id: RuleId) =>
    [rules, ...overrides.map((one) => one.rules)].some((one) => (one[id]?.severity ?? 'off') !== 'off')
  if (Object.keys(registry?.tools ?? {}).length > 0 || isOn('tool-approved')) return null
  const idle = onRegistered.find(isOn)
  if (idle === undefined) return null
  return {
    path: ['rules', idle],
    says: 'expected tools in the registry to hold commits against, or tool-approved beside it, got neither',
  }
}
