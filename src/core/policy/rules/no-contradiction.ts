import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** Record and marks agree. */
export const noContradiction = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ contradictions, reading }) =>
    contradictions
      .filter((one) => !reading.faults.includes(one))
      .map(({ code, args }) => ({ args: { reason: code, ...args } })),
})
