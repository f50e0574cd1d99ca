import { readTrees } from './raw-objects.js'
import type { UntrustedRepository } from './read-only.js'
import { treeEntries } from './tree-entries.js'

/**
 * What stands at the top of some commits under some names: a text for each commit, the same for the same files. All in one git
 * process; without commits whose tree cannot be read.
 */
export const rootFiles = async (
  repository: UntrustedRepository,
  commits: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const asked = [...new Set(commits)]
  const found = new Map<string, string>()
  let at = 0
  for await (const { bytes, intact } of readTrees(
    repository,
    asked.map((oid) => `${oid}^{tree}`),
  )) {
    const commit = asked[at++] ?? ''
    if (bytes === null || !intact) continue
    const rows = [...treeEntries(bytes, commit.length)].filter(({ name }) => names.includes(name))
    found.set(commit, rows.map(({ mode, name, oid }) => `${mode} ${oid} ${name}\n`).join(''))
  }
  return found
}
