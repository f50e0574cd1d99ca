import type { Rule } from '../rule.js'

/** Record and marks agree. */
export const noContradiction: Rule = ({ contradictions, reading }) =>
  contradictions.filter((one) => !reading.faults.includes(one)).map(({ code, args }) => ({ reason: code, ...args }))
