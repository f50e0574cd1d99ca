import { ledgerLines } from '../core/ledger/chain.js'
import { type WalkFault, walkFaults } from '../core/ledger/faults.js'
import { addToInventory, type Inventory, type Use } from '../core/ledger/inventory.js'
import type { Counts, Header } from '../core/ledger/schema.js'
import { type Standing, standingOf } from '../core/policy/registry.js'
import { type Outcome, type VerifyOptions, verifyRange } from './verify-range.js'

/** Every tool and model of a range, the most used first, with its standing in the policy's registry. */
export type InventoryResult = {
  readonly header: Header
  readonly counts: Counts
  readonly uses: readonly (Use & { readonly standing: readonly Standing[] })[]
  /** False where the policy has no registry. */
  readonly registered: boolean
  /** Why the answer is incomplete, or not to be trusted. */
  readonly faults: readonly WalkFault[]
  readonly exitCode: 0 | 3 | 4
}

/** Walks a range as verify does and counts who used what. Throws as verifyRange does. */
export const takeInventory = async (options: VerifyOptions): Promise<InventoryResult> => {
  const run = verifyRange(options)
  const inventory: Inventory = new Map()
  let outcome: Outcome | null = null
  while (outcome === null) {
    const step = await run.next()
    if (step.done === true) outcome = step.value
    else for (const line of ledgerLines(step.value)) if (line.type === 'commit') addToInventory(inventory, line)
  }
  const { header, footer, registry, exitCode, summary } = outcome
  const uses = [...inventory.values()]
    .sort((a, b) => b.commits - a.commits || (`${a.tool} ${a.model}` < `${b.tool} ${b.model}` ? -1 : 1))
    .map((use) => ({ ...use, standing: registry === null ? [] : standingOf(registry, use) }))
  return {
    ...{ header, uses, counts: footer.counts, registered: registry !== null },
    faults: walkFaults(summary, { exitCode, to: header.range.to }),
    exitCode: exitCode === 1 ? 0 : exitCode,
  }
}
