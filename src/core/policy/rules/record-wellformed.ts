import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** A record has every field, once, as the grammar has it. */
export const recordWellformed = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ reading }) => reading.faults.map(({ code, args }) => ({ args: { fault: code, ...args } })),
})
