import type { Rule } from '../rule.js'

/** A record has every field, once, as the grammar has it. */
export const recordWellformed: Rule = ({ reading }) =>
  reading.faults.map(({ code, args }) => ({ fault: code, ...args }))
