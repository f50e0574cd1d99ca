import type { Entry } from '../../core/ledger/schema.js'
import { builtInPolicy } from '../../core/policy/evaluate.js'
import type { Trust } from '../../core/signature/commit-signature.js'
import { listNotes, notesRefs } from '../../git/notes.js'
import { readCommits } from '../../git/raw-objects.js'
import type { UntrustedRepository } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { judgeBatch } from './judge-batch.js'
import { openReviews } from './reviews.js'

/** The entries of single commits by their full names, judged by the built-in policy. */
export const judgeCommits = async (
  repository: UntrustedRepository,
  oids: readonly string[],
  trust: Trust | null = null,
): Promise<ReadonlyMap<string, Entry>> => {
  const { boundary } = repositoryFlags(repository)
  const { places } = await listNotes(repository, notesRefs(repository))
  const reviews = await openReviews(repository, { trust, approvals: null })
  const judge = {
    repository,
    policy: builtInPolicy(),
    boundary,
    preAdoption: null,
    charged: new Map(),
    notes: places,
    reviews,
    trust,
  }
  const entries = new Map<string, Entry>()
  const names = Buffer.from(oids.map((oid) => `${oid}\n`).join(''))
  for await (const commits of readCommits(repository, oids.length === 0 ? [] : [names]))
    for (const entry of await judgeBatch(judge, commits, 0)) entries.set(entry.oid, entry)
  return entries
}
