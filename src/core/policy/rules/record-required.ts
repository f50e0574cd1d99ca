import { noOption } from '../option.js'
import { rule } from '../rule.js'

/** Every commit of a person's after adoption carries a record, be it that no AI took part. */
export const recordRequired = rule({
  option: noOption,
  needs: [],
  kinds: { bots: false, merges: false },
  check: ({ reading }) => (reading.record === null ? [{}] : []),
})
