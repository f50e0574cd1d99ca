/**
 * What a reviewer can say of a commit: that it may go in, that it may not, something short of either, or that a person
 * vouches for its tests.
 */
export const reviewWords = ['approved', 'rejected', 'commented', 'tests'] as const
export type ReviewWord = (typeof reviewWords)[number]

/** One person's word on one commit, however it reached us. */
export type Review = {
  readonly reviewer: { readonly name: string; readonly email: string }
  /** Every name by which the reviewer can be told from others: addresses in the form of `addressKey`; empty where there is none. */
  readonly addresses: readonly string[]
  /** False where only a forge's login is known of the reviewer, which says nothing of other addresses. */
  readonly addressed: boolean
  /** False for an AI or another program, whose word is no person's. */
  readonly person: boolean
  readonly statement: ReviewWord
  readonly how: 'trailer' | 'signed' | 'forge'
  /** A trailer is its writer's word, a signature was verified here, a forge's answer is what the forge saw. */
  readonly known: 'declared' | 'recomputed' | 'witnessed'
  /** Of this very commit, or of the same change to the same tree in a commit that was squashed or rebased into it. */
  readonly on: 'commit' | 'tree'
  /** Fingerprint of the key that signed it. */
  readonly key: string | null
  /** Seconds since the epoch; null where nobody says when. */
  readonly at: number | null
  /** What was read, in short. */
  readonly raw: string
}

/** What of a commit is needed to tell which reviews are of it. */
export type Reviewed = {
  readonly oid: string
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
}

/** Signatures of reviews are under a namespace of their own, so that none of a commit, a file or a ledger can stand for one. */
export const reviewNamespace = 'commit-provenance-review'

/** Text of others is cut to this in `raw`. */
export const maxRaw = 200
