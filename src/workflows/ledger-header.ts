import { type Header, ledgerSchema } from '../core/ledger/schema.js'
import { shellWord } from '../core/shell-word.js'
import type { NotesAt } from '../git/notes.js'
import type { ResolvedRange } from '../git/range.js'
import type { UntrustedRepository } from '../git/read-only.js'
import { gitVersion } from '../git/walk.js'
import type { Policy } from './policy-for.js'
import type { Previous } from './previous-ledger.js'

export type HeaderInput = {
  readonly repository: UntrustedRepository
  readonly range: ResolvedRange
  readonly policy: Policy
  readonly flags: readonly string[]
  readonly expected: number
  readonly toolVersion: string
  readonly pullRequest: Header['pullRequest'] | null
  readonly notes: readonly NotesAt[]
  readonly previous: Previous | null
}

/** A ledger's first line, with the plain commands by which anyone rebuilds its population and chain. */
export const headerOf = ({
  repository,
  range,
  policy,
  flags,
  expected,
  toolVersion,
  pullRequest,
  notes,
  previous,
}: HeaderInput): Header => {
  const quoted = [...range.options, ...range.revisions].map(shellWord)
  const command = `GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null git -c core.commitGraph=false rev-list --topo-order --reverse ${quoted.join(' ')} --`
  return {
    type: 'header',
    schema: ledgerSchema,
    range: { query: range.query, from: range.from, to: range.to, revisions: [...range.revisions] },
    population: {
      command,
      count: expected,
      recompute: [
        `${command} | sha256sum`,
        `jq -r 'select(.type=="commit").oid' LEDGER | sha256sum`,
        `head -n 1 LEDGER | tr -d '\\n' | sha256sum`,
        `sed -n 2p LEDGER | jq -r .prev`,
      ],
    },
    ...(pullRequest == null ? {} : { pullRequest }),
    ...(previous === null ? {} : { after: { digest: previous.digest, to: previous.to } }),
    ...(notes.length === 0 ? {} : { notes: notes.map(({ ref, oid }) => ({ ref, oid })) }),
    flags: [...flags],
    policy: { source: policy.source, digest: policy.digest },
    adoption: policy.config.adoption ?? null,
    git: gitVersion(repository),
    tool: `commit-provenance/${toolVersion}`,
  }
}
