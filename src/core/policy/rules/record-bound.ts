import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** A record belongs to the change it is on: not copied from elsewhere, not left behind by an amend, and not cut off from what would show it. */
export const recordBound = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ binding, reading: { record } }) => {
    if (binding === 'stale') return [{}]
    // On a commit that changes nothing a record says so; `none` speaks of no lines.
    const isLoose = record !== null && record.change === null && record.contributions.length > 0
    return isLoose ? [{ args: { reason: 'no-change-named' } }] : []
  },
})
