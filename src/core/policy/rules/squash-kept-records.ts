import { keys } from '../../trailer/keys.js'
import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** Tools whose records a squash left in the body, where git does not read them, stand in the commit's own record. */
export const squashKeptRecords = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ loose, reading }) => {
    if (loose.length === 0) return []
    const kept = new Set((reading.record?.contributions ?? []).map(({ tool }) => tool))
    const named = loose
      .filter(({ key }) => key.toLowerCase() === keys.tool.toLowerCase())
      .map(({ value }) => nameOf(value))
    return [...new Set(named)].filter((tool) => tool !== 'none' && !kept.has(tool)).map((tool) => ({ args: { tool } }))
  },
})

/** `name` of `name/version; parameters`. */
const nameOf = (value: string): string => (/^[^/;\s]*/.exec(value)?.[0] ?? '').slice(0, 100)
