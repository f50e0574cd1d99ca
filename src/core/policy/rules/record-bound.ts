import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** A record belongs to the change it is on: not copied from elsewhere, not left behind by an amend. */
export const recordBound = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ binding }) => (binding === 'stale' ? [{}] : []),
})
