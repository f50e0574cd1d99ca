import { ledgerLines } from '../core/ledger/chain.js'
import type { Entry } from '../core/ledger/schema.js'
import { resolveRange } from '../git/range.js'
import { ask, untrusted } from '../git/read-only.js'
import { verifyRange } from './verify-range.js'

/** The ledger entry of one commit, judged by the built-in policy or its parent's; null where it cannot be read. Throws UNKNOWN_REVISION. */
export const showCommit = async (folder: string, commit: string, toolVersion: string): Promise<Entry | null> => {
  const repository = untrusted(folder)
  const range = { since: null, until: null, firstParent: false }
  const { to } = resolveRange(repository, { ...range, words: [`${commit}^{commit}`] })
  const parents = ask(repository, ['rev-list', '--parents', '--max-count=1', to, '--'])
    .stdout.trim()
    .split(' ')
    .slice(1)
  const run = verifyRange({
    ...range,
    words: [to, ...parents.map((oid) => `^${oid}`)],
    repository: folder,
    policyFile: null,
    toolVersion,
  })
  for await (const bytes of run)
    for (const line of ledgerLines(bytes)) if (line.type === 'commit' && line.oid === to) return line
  return null
}
