import type { PresetName } from '../../core/policy/presets.js'
import { proposedConfig } from '../../core/policy/proposal.js'
import { nonEmptyLines } from '../../core/split.js'
import { ask, untrusted } from '../../git/read-only.js'
import { takeInventory } from '../verify/take-inventory.js'

/**
 * The text of a first `.provenancerc` for the repository around a folder, from what its history shows. One commit is no
 * history: only its name is looked at. Throws as takeInventory does.
 */
export const proposePolicy = async (folder: string, preset: PresetName, toolVersion: string): Promise<string> => {
  const repository = untrusted(folder)
  const { status, stdout } = ask(repository, ['rev-list', '--max-count=2', 'HEAD', '--'])
  const [head = null, before] = status === 0 ? nonEmptyLines(stdout) : []
  if (head === null || before === undefined) return proposedConfig({ head, uses: [] }, preset)
  const { uses } = await takeInventory({
    repository: folder,
    policyFile: null,
    toolVersion,
    words: [head],
    since: null,
    until: null,
    firstParent: false,
  })
  return proposedConfig({ head, uses }, preset)
}
