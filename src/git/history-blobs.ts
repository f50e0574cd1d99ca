import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { git } from './run.js'
import type { CloneTree } from './work-tree.js'

/** As long may the history of some files be walked, in milliseconds: an agent waits for it. */
const timeout = 3_000

/**
 * Every blob that the paths ever were, by path, in whatever a ref or its log leads to, and in the named commits. Null where the
 * walk takes too long or would ask a server. git-log(1): `--full-history` leaves no side out.
 */
export const blobsOfHistory = (
  tree: CloneTree,
  paths: readonly string[],
  commits: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> | null => {
  if (isPartial(tree)) return null
  const settings = ['-c', 'log.showSignature=false', '-c', 'log.follow=false', '-c', 'log.diffMerges=separate']
  const shown = ['--format=', '-m', '--root', '--raw', '--no-abbrev', '--no-renames', '-z', '--no-ext-diff']
  const walk = ['--full-history', '--all', '--reflog', ...commits, '--', ...paths]
  const run = { cwd: tree.top, env: { GIT_LITERAL_PATHSPECS: '1' }, timeout }
  try {
    return blobsIn(git([...settings, 'log', ...shown, ...walk], run).toString('utf8'))
  } catch {
    return null
  }
}

/** True for a clone that fetches objects as they are asked for (git-clone(1), --filter): its history is not at hand. */
const isPartial = ({ commonDir }: CloneTree): boolean =>
  /^\s*(?:promisor|partialclone)\s*=/im.test(readFileSync(join(commonDir, 'config'), 'utf8'))

/** Reads entries of `--raw -z`: `:<mode> <mode> <old> <new> <status>` NUL `<path>` NUL; a name of zeros stands for no file. */
const blobsIn = (raw: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const blobs = new Map<string, Set<string>>()
  const entries = raw.matchAll(/:\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) [A-Z]\0([^\0]+)/g)
  for (const [, before = '', after = '', path = ''] of entries) {
    const known = blobs.get(path) ?? new Set()
    for (const oid of [before, after]) if (/[^0]/.test(oid)) known.add(oid)
    blobs.set(path, known)
  }
  return blobs
}
