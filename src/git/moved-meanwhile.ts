import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines, nulTerminated } from '../core/split.js'
import { git, tryGit } from './run.js'

/** Where git keeps a work tree's state, and that of the clone. */
type Place = { readonly top: string; readonly gitDir: string; readonly commonDir: string }

/** What tells later that git was moved: the stashes, the newest first, and how long the log of HEAD is (-1: it is no file). */
export type Marks = { readonly stashes: readonly string[]; readonly log: number }

export const marksOf = (place: Place): Marks => ({
  stashes: stashesIn(place),
  log: statSync(logOf(place), { throwIfNoEntry: false })?.size ?? -1,
})

const logOf = ({ gitDir }: Place): string => join(gitDir, 'logs', 'HEAD')

/** Each line of the log ends with the stash it made: `old new …`. Where refs are no files (reftable), git is asked. */
const stashesIn = ({ top, commonDir }: Place): readonly string[] => {
  const log = join(commonDir, 'logs', 'refs', 'stash')
  if (existsSync(log)) return readFileSync(log, 'latin1').split('\n').flatMap(madeBy).toReversed()
  if (!existsSync(join(commonDir, 'reftable'))) return []
  const { status, stdout } = tryGit(['rev-list', '--walk-reflogs', 'refs/stash', '--'], { cwd: top })
  return status === 0 ? nonEmptyLines(stdout.toString('latin1')) : []
}

const madeBy = (line: string): readonly string[] =>
  /^[0-9a-f]+ [0-9a-f]+ /.test(line) ? [line.split(' ')[1] ?? ''] : []

/** Where HEAD went since: to commits made there, or elsewhere as well; `elsewhere` also where nothing tells. */
export const movesSince = (
  place: Place,
  { log }: Marks,
): { readonly commits: readonly string[]; elsewhere: boolean } => {
  const now = marksOf(place).log
  if (log < 0 || now < log) return { commits: [], elsewhere: true }
  const lines = now === log ? [] : nonEmptyLines(readFileSync(logOf(place)).toString('latin1', log))
  const elsewhere = lines.some((line) => !/\tcommit(?: \([a-z]+\))?: /.test(line) && !/^([0-9a-f]+) \1 /.test(line))
  return { commits: lines.flatMap(madeBy), elsewhere }
}

/** The paths that a stash changes, untracked ones too (git-stash(1): the third parent holds these). */
export const pathsInStash = (top: string, stash: string): readonly string[] => {
  const changed = ['diff-tree', '-r', '--name-only', '--no-renames', '-z', `${stash}^1`, stash, '--']
  const untracked = tryGit(['ls-tree', '-r', '--name-only', '-z', `${stash}^3`], { cwd: top })
  const listed = [git(changed, { cwd: top }), ...(untracked.status === 0 ? [untracked.stdout] : [])]
  return listed.flatMap((names) => nulTerminated(names.toString('utf8')))
}

/** True for a clone that fetches objects as they are asked for (git-clone(1), --filter): its history is not at hand. */
const isPartial = ({ commonDir }: Place): boolean =>
  /^\s*(?:promisor|partialclone)\s*=/im.test(readFileSync(join(commonDir, 'config'), 'utf8'))

/** So long may the history of some files be walked, in milliseconds: an agent waits for it. */
const patience = 3_000

/**
 * Every blob that the paths ever were, by path, in whatever a ref or its log leads to, and in the named commits. Null where the
 * walk takes too long or would ask a server. git-log(1): `--full-history` leaves no side out.
 */
export const blobsOfHistory = (
  place: Place,
  paths: readonly string[],
  commits: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> | null => {
  if (isPartial(place)) return null
  const settings = ['-c', 'log.showSignature=false', '-c', 'log.follow=false', '-c', 'log.diffMerges=separate']
  const shown = ['--format=', '-m', '--root', '--raw', '--no-abbrev', '--no-renames', '-z', '--no-ext-diff']
  const walk = ['--full-history', '--all', '--reflog', ...commits, '--', ...paths]
  const env = { GIT_LITERAL_PATHSPECS: '1' }
  try {
    const raw = git([...settings, 'log', ...shown, ...walk], { cwd: place.top, env, timeout: patience }).toString(
      'utf8',
    )
    const blobs = new Map<string, Set<string>>()
    for (const [, old = '', made = '', path = ''] of raw.matchAll(
      /:\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) [A-Z]\0([^\0]+)/g,
    ))
      blobs.set(path, new Set([...(blobs.get(path) ?? []), ...[old, made].filter((oid) => /[^0]/.test(oid))]))
    return blobs
  } catch {
    return null
  }
}
