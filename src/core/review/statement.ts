import * as z from 'zod'
import { canonicalJson } from '../canonical.js'
import { isoTime } from '../iso-date.js'
import { fullOid } from '../oid.js'
import { type Envelope, payloadType, preAuthEncoding, statementType } from '../signature/statement.js'
import { type ReviewWord, reviewWords } from './review.js'

const oid = z.string().regex(fullOid)

/** What this predicate says; readers switch on it (in-toto Attestation Framework v1, Predicate). */
export const reviewPredicateType = 'https://github.com/commit-provenance/commit-provenance/review/v1'

/** A comment longer than this is refused: notes travel with every fetch. */
export const maxComment = 2_000

/**
 * An in-toto Statement v1 about one commit: its subjects are the commit and its tree, by git's own names (in-toto
 * DigestSet v1: gitCommit, gitTree). `base` are the trees that the change was reviewed against, null for no tree at all.
 */
export const ReviewStatement = z
  .strictObject({
    _type: z.literal(statementType),
    subject: z.tuple([
      z.strictObject({ digest: z.strictObject({ gitCommit: oid }) }),
      z.strictObject({ digest: z.strictObject({ gitTree: oid }) }),
    ]),
    predicateType: z.literal(reviewPredicateType),
    predicate: z.strictObject({
      statement: z.enum(reviewWords),
      reviewer: z.strictObject({ name: z.string().max(200), email: z.string().min(3).max(254) }),
      date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      base: z
        .array(oid.nullable())
        .min(1)
        .max(4)
        .meta({ description: 'Trees that the change was reviewed against; null for none, in a first commit.' }),
      comment: z.string().max(maxComment).optional(),
    }),
  })
  .meta({ title: 'commit-provenance review statement' })
export type ReviewStatement = z.infer<typeof ReviewStatement>

/** The commit that is reviewed, and the trees of what it was compared with. */
export type Subject = { readonly oid: string; readonly tree: string; readonly base: readonly (string | null)[] }

/** Whose word it is, what it is, and when (seconds since the epoch). */
export type Word = {
  readonly statement: ReviewWord
  readonly reviewer: { readonly name: string; readonly email: string }
  readonly at: number
  readonly comment: string | null
}

/** The statement about a commit. */
export const reviewStatement = (
  { oid: gitCommit, tree: gitTree, base }: Subject,
  { statement, reviewer, at, comment }: Word,
): ReviewStatement => ({
  _type: statementType,
  subject: [{ digest: { gitCommit } }, { digest: { gitTree } }],
  predicateType: reviewPredicateType,
  predicate: {
    statement,
    reviewer: { name: reviewer.name, email: reviewer.email },
    date: isoTime(at),
    base: [...new Set(base)],
    ...(comment === null ? {} : { comment }),
  },
})

/** A statement as one line of a note: a DSSE envelope in canonical JSON, without a newline. `sign` makes a signature over the bytes it is given. */
export const signedLine = (
  statement: ReviewStatement,
  signer: { readonly keyid: string; readonly sign: (bytes: Buffer) => Buffer },
): string => {
  const payload = Buffer.from(canonicalJson(statement))
  const sig = signer.sign(preAuthEncoding(payloadType, payload)).toString('base64')
  const envelope: Envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: signer.keyid, sig }],
  }
  return canonicalJson(envelope)
}
