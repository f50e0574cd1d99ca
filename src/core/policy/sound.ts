import type { Registry } from './registry.js'
import type { RuleId } from './rules/index.js'
import type { Override, Settings } from './setting.js'

type Parts = {
  readonly rules: Settings
  readonly overrides: readonly Override[]
  readonly registry?: Registry | undefined
}

/** Rules that leave a tool which nobody registered to `tool-approved`. */
const onRegistered = ['model-approved', 'author-authorized'] as const

/** What of a whole policy can never do what it says, in words; null where each part can. */
export const unsound = ({ rules, overrides, registry }: Parts): string | null => {
  const groups = Object.keys(registry?.groups ?? {})
  for (const [tool, approval] of Object.entries(registry?.tools ?? {}))
    for (const group of approval.groups ?? [])
      if (!groups.includes(group))
        return `registry.tools.${tool}.groups: expected a group of the registry (${groups.join(', ') || 'it has none'}), got ${JSON.stringify(group)}`
  const isOn = (id: RuleId) =>
    [rules, ...overrides.map((one) => one.rules)].some((one) => (one[id]?.severity ?? 'off') !== 'off')
  const idle = onRegistered.find((id) => isOn(id) && !isOn('tool-approved'))
  return idle !== undefined && Object.keys(registry?.tools ?? {}).length === 0
    ? `rules.${idle}: expected tools in the registry to hold commits against, or tool-approved beside it, got neither`
    : null
}
