import { nonEmptyLines } from '../core/split.js'
import { emptyTrees, type HashLength } from './empty-tree.js'
import { readObjectsBeside } from './objects.js'
import { intoPatchId, patchIdConfig, patchIdDiffOptions, withoutNuls } from './patch-id-options.js'
import { git, gitInto, type Pipe } from './run.js'
import { diffStaged } from './staged.js'

/** git's own pipe for the patch-id of what is staged against a base, under the diff settings that `verify` uses (git-patch-id(1)). */
const patchIdPipe = (base: string): Pipe => ({
  // What is staged is the same whatever a file system monitor says, which is a program of the repository's.
  args: ['-c', 'core.fsmonitor=false', ...patchIdConfig, ...diffStaged, ...patchIdDiffOptions, base, '--'],
  into: intoPatchId,
})

/** The id in what that pipe prints, `<patch-id> <commit>`; all zeros where nothing changes. */
const patchIdIn = (output: Buffer, hashLength: HashLength): string =>
  output.toString('utf8').slice(0, hashLength).trim() || '0'.repeat(hashLength)

/** The stable patch-id of what is staged against a base commit (null: against nothing). Throws GIT_FAILED. */
export const stagedPatchId = (top: string, base: string | null, hashLength: HashLength): string =>
  patchIdIn(gitInto(patchIdPipe(base ?? emptyTrees[hashLength]), { cwd: top }), hashLength)

/** The stable patch-id of what one commit changes another to. Throws GIT_FAILED. */
export const patchIdBetween = (top: string, commits: readonly [string, string], hashLength: HashLength): string => {
  const args = [...patchIdConfig, 'diff-tree', '-r', ...patchIdDiffOptions, ...commits, '--']
  return patchIdIn(gitInto({ args, into: intoPatchId }, { cwd: top }), hashLength)
}

/** Objects by name, as `readObjects`, and the patch-id of what is staged against a base, by a git beside it; null where git cannot tell it. */
export const readAroundStaged = (top: string, names: readonly string[], base: string) => {
  const { objects, piped } = readObjectsBeside(top, names, patchIdPipe(base))
  const patchIdBeside = (hashLength: HashLength) => (piped === null ? null : patchIdIn(piped, hashLength))
  return { objects, patchIdBeside }
}

/** The stable patch-ids of commits against their first parents, by name; a commit that changes nothing has none. */
export const patchIdsOf = (cwd: string, commits: readonly string[]): ReadonlyMap<string, string> => {
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions]
  const changes = git([...patchIdConfig, ...options], { cwd, input: commits.map((oid) => `${oid}\n`).join('') })
  const sums = git(['patch-id', '--stable'], { cwd, input: withoutNuls(changes) })
  return new Map(nonEmptyLines(sums.toString('latin1')).map((line) => line.split(' ').reverse() as [string, string]))
}
