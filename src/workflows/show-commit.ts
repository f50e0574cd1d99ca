import { ledgerLines } from '../core/ledger/chain.js'
import type { Entry } from '../core/ledger/schema.js'
import { commitOf } from '../git/range.js'
import { ask, untrusted } from '../git/read-only.js'
import { type VerifyOptions, verifyRange } from './verify-range.js'

export type ShowOptions = Pick<VerifyOptions, 'toolVersion' | 'trust'>

/** The ledger entry of one commit, judged by the built-in policy or its parent's; null where it cannot be read. Throws UNKNOWN_REVISION. */
export const showCommit = async (folder: string, commit: string, options: ShowOptions): Promise<Entry | null> => {
  const repository = untrusted(folder)
  const to = commitOf(repository, commit)
  // The first parent is the base whose policy counts; a merge may have thousands.
  const [, parent] = ask(repository, ['rev-list', '--parents', '--max-count=1', to, '--']).stdout.trim().split(' ')
  const run = verifyRange({
    ...{ since: null, until: null, firstParent: false, alone: true },
    words: [to, ...(parent === undefined ? [] : [`^${parent}`])],
    repository: folder,
    policyFile: null,
    ...options,
  })
  for await (const bytes of run)
    for (const line of ledgerLines(bytes)) if (line.type === 'commit' && line.oid === to) return line
  return null
}
