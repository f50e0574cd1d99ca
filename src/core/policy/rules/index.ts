import type { AnyRule } from '../rule.js'
import { aiShareMaximum } from './ai-share-maximum.js'
import { authorAuthorized } from './author-authorized.js'
import { humanEditedMinimum } from './human-edited-minimum.js'
import { modelApproved } from './model-approved.js'
import { modelVersionExact } from './model-version-exact.js'
import { noAgentSignoff } from './no-agent-signoff.js'
import { noContradiction } from './no-contradiction.js'
import { pathsForbidden } from './paths-forbidden.js'
import { promptHashRequired } from './prompt-hash-required.js'
import { recordBound } from './record-bound.js'
import { recordRequired } from './record-required.js'
import { recordWellformed } from './record-wellformed.js'
import { reviewRequired } from './review-required.js'
import { signatureRequired } from './signature-required.js'
import { squashKeptRecords } from './squash-kept-records.js'
import { testsIndependent } from './tests-independent.js'
import { toolApproved } from './tool-approved.js'

/** Every rule by its id. */
export const rules = {
  'record-required': recordRequired,
  'record-wellformed': recordWellformed,
  'record-bound': recordBound,
  'no-contradiction': noContradiction,
  'tool-approved': toolApproved,
  'model-approved': modelApproved,
  'model-version-exact': modelVersionExact,
  'author-authorized': authorAuthorized,
  'human-edited-minimum': humanEditedMinimum,
  'ai-share-maximum': aiShareMaximum,
  'paths-forbidden': pathsForbidden,
  'prompt-hash-required': promptHashRequired,
  'review-required': reviewRequired,
  'tests-independent': testsIndependent,
  'signature-required': signatureRequired,
  'no-agent-signoff': noAgentSignoff,
  'squash-kept-records': squashKeptRecords,
} as const satisfies Record<string, AnyRule>

export type RuleId = keyof typeof rules
export const ruleIds = Object.keys(rules) as readonly RuleId[]
