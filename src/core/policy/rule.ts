import type * as z from 'zod'
import type { Commit } from '../commit/commit.js'
import type { Fault } from '../fault.js'
import type { EvidenceClass } from '../ledger/schema.js'
import type { Mark } from '../marks/mark.js'
import type { Binding } from '../record/binding.js'
import type { Review } from '../review/review.js'
import type { SignatureVerdict } from '../signature/commit-signature.js'
import type { LooseTrailer } from '../trailer/parse.js'
import type { Reading } from '../trailer/read.js'
import type { Registry } from './registry.js'

/** A file that a commit changes, and the lines it adds there; null for a binary file, and in a merge; undefined where the file is not in this clone. */
export type Change = { readonly path: string; readonly added: number | null | undefined }

/** Everything a rule may look at of one commit. */
export type CommitFacts = {
  readonly commit: Commit
  readonly reading: Reading
  readonly marks: readonly Mark[]
  /** Record lines outside the block that git reads. */
  readonly loose: readonly LooseTrailer[]
  readonly class: EvidenceClass
  readonly contradictions: readonly Fault[]
  readonly binding: Binding
  readonly bot: boolean
  readonly preAdoption: boolean
  readonly signature: SignatureVerdict | null
  /** Empty unless a rule of the policy needs them; in a merge, files that are as in neither parent. */
  readonly changes: readonly Change[]
  /** Words of people who had no part in the commit, rejections too; looked for where AI took part, and where a rule needs them of all. */
  readonly reviews: readonly Review[]
  readonly registry: Registry | null
}

/** What a rule objects to in a commit, and in which file where it is one. */
export type Objection = { readonly path?: string; readonly args?: Fault['args'] }

/** What has to be found out about commits for a rule, at some cost. */
export type Need = 'changes' | 'reviews'

/** Which kinds of commit a rule looks at where its setting says nothing; of merges, `own` are those that change a file as in none of their parents. */
export type Kinds = { readonly bots: boolean; readonly merges: boolean | 'own' }

/** A rule of the policy. Severity is the policy's, never the rule's. */
export type Rule<Shape extends z.ZodRawShape> = {
  /** Its own settings, from what the policy says of it; what a policy leaves out has a default. */
  readonly option: z.ZodObject<Shape, z.core.$strict>
  /** The one setting that a policy may write without its name: `["error", 0.2]`. */
  readonly bare?: { readonly name: string; readonly type: z.ZodType<unknown, unknown> }
  readonly needs: readonly Need[]
  readonly kinds: Kinds
  /** `facts` hold the files in the scope of the setting, `beside` all that the policy looks at, for a rule on files together. */
  readonly check: (
    facts: CommitFacts,
    option: z.infer<z.ZodObject<Shape, z.core.$strict>>,
    beside: readonly Change[],
  ) => readonly Objection[]
}

/** Any rule, to be called with what its own option gave. */
export type AnyRule = Omit<Rule<z.ZodRawShape>, 'check'> & {
  readonly check: (facts: CommitFacts, option: never, beside: readonly Change[]) => readonly Objection[]
}

/** A rule as it is written; says what its option is. */
export const rule = <Shape extends z.ZodRawShape>(one: Rule<Shape>): Rule<Shape> => one

/** Commits of people and of bots alike, merges too. */
export const every: Kinds = { bots: true, merges: true }

/** As many files as one rule charges a commit with for one reason. */
const maxPaths = 10

/** Objections to files, the first of them; the last one says how many `more` there are. */
export const firstOf = <One extends Objection>(objections: readonly One[]): readonly Objection[] => {
  const [last, ...more] = objections.slice(maxPaths - 1)
  if (last === undefined || more.length === 0) return objections
  return [...objections.slice(0, maxPaths - 1), { ...last, args: { ...last.args, more: more.length } }]
}
