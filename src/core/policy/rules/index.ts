import type { Rule } from '../rule.js'
import { noContradiction } from './no-contradiction.js'
import { recordBound } from './record-bound.js'
import { recordRequired } from './record-required.js'
import { recordWellformed } from './record-wellformed.js'

/** Every rule by its id. */
export const rules = {
  'record-required': recordRequired,
  'record-wellformed': recordWellformed,
  'record-bound': recordBound,
  'no-contradiction': noContradiction,
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
