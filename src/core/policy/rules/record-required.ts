import type { Rule } from '../rule.js'

/** Every commit after adoption that is no bot's and no merge carries a record, be it that no AI took part. */
export const recordRequired: Rule = ({ reading, bot, preAdoption, commit }) =>
  reading.record !== null || bot || preAdoption || commit.parents.length > 1 ? [] : [{}]
