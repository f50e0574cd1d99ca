import { noOption } from '../option.js'
import { every, rule } from '../rule.js'
import { looseIn } from '../took-part.js'

/** Tools whose records a squash left in the body, where git does not read them, stand in the commit's own record. */
export const squashKeptRecords = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ loose, reading }) => {
    const kept = new Set((reading.record?.contributions ?? []).map(({ tool }) => tool))
    const named = new Set(looseIn(loose).map(({ tool }) => tool))
    return [...named].filter((tool) => !kept.has(tool)).map((tool) => ({ args: { tool } }))
  },
})
