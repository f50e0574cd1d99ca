import type { Commit } from '../commit.js'
import type { Fault } from '../fault.js'
import type { EvidenceClass } from '../ledger/schema.js'
import type { Mark } from '../marks/mark.js'
import type { SignatureVerdict } from '../signature/commit-signature.js'
import type { Reading } from '../trailer/read.js'

/** Everything a rule may look at of one commit. */
export type CommitFacts = {
  readonly commit: Commit
  readonly reading: Reading
  readonly marks: readonly Mark[]
  readonly class: EvidenceClass
  readonly contradictions: readonly Fault[]
  readonly binding: 'bound' | 'stale' | 'unbound' | 'unknown'
  readonly bot: boolean
  readonly preAdoption: boolean
  readonly signature: SignatureVerdict | null
}

/** What a rule objects to; empty where it does not. Severity is the policy's, never the rule's. */
export type Rule = (facts: CommitFacts) => readonly Fault['args'][]
