import { type WalkFault, walkFaults } from '../../core/ledger/faults.js'
import { addToInventory, type Inventory, type Use } from '../../core/ledger/inventory.js'
import type { CommitCounts, Header } from '../../core/ledger/schema.js'
import { type Standing, standingOf } from '../../core/policy/registry.js'
import { resolveRange } from '../../git/range.js'
import { untrusted } from '../../git/read-only.js'
import { policyNamed } from './ledger-header.js'
import type { VerifyOptions } from './open-range.js'
import { policyAtEnd } from './policy-for.js'
import { walkRange } from './verify-range.js'

/** Every tool and model of a range, the most used first, with its standing in the policy's registry. */
export type InventoryResult = {
  readonly header: Header
  readonly counts: CommitCounts
  readonly uses: readonly (Use & { readonly standing: readonly Standing[] })[]
  /** False where the policy has no registry. */
  readonly registered: boolean
  /** Why the answer is incomplete, or not to be trusted. */
  readonly faults: readonly WalkFault[]
  readonly exitCode: 0 | 3 | 4
}

/**
 * Walks a range as verify does and counts who used what, against the registry of the named policy, else of the range's base
 * commit, else of its end: who is approved stops nothing, so it need not be asked of somebody before. Rules are not asked.
 * Throws as verifyRange does.
 */
export const takeInventory = async (options: VerifyOptions): Promise<InventoryResult> => {
  const repository = untrusted(options.repository)
  const range = resolveRange(repository, options)
  const policy = await policyAtEnd(repository, range, options.policyFile)
  const { registry = null } = policy.config
  const inventory: Inventory = new Map()
  const outcome = await walkRange({ ...options, builtIn: true, opened: { repository, range } }, (entry) =>
    addToInventory(inventory, entry),
  )
  const { footer, exitCode, summary } = outcome
  const header = { ...outcome.header, policy: policyNamed(policy, { branch: null, asOf: null, approvals: null }) }
  const uses = [...inventory.values()]
    .sort((a, b) => b.commits - a.commits || (`${a.tool} ${a.model}` < `${b.tool} ${b.model}` ? -1 : 1))
    .map((use) => ({ ...use, standing: registry === null ? [] : standingOf(registry, use) }))
  return {
    header,
    uses,
    counts: footer.counts,
    registered: registry !== null,
    faults: walkFaults(summary, { exitCode, to: header.range.to }),
    exitCode: exitCode === 1 ? 0 : exitCode,
  }
}
