import { nonEmptyLines } from '../core/split.js'
import { stateOf } from './in-progress.js'
import { type GitObject, readObjects } from './objects.js'
import { tryGit } from './run.js'
import { isStaged, pathsDiffering } from './staged.js'
import type { WorkTree } from './work-tree.js'

/** What a `git reset` undid: the commits, and whether all of what they did is staged again, or some of it. */
export type Undone = { readonly commits: readonly string[]; readonly staged: 'all' | 'some' | 'nothing' }

const none: Undone = { commits: [], staged: 'nothing' }

/** As many undone commits, and as many files of theirs, are looked at; a reset over more of them is a move to another place. */
const maxUndone = 200

/** As many of the last moves of HEAD are looked at for a reset; hooks/parts/flow.sh looks at as many. */
const maxMoves = 10

/**
 * True where HEAD, which is at no commit, was at one before: the first one of another branch (`checkout --orphan`) can hold what all
 * of them did. Of such a HEAD git shows no reflog (git-log(1), -g); where there is no file of it, the other branches tell.
 */
export const hasMoved = ({ top, gitDir }: WorkTree): boolean =>
  stateOf(gitDir, 'logs', 'HEAD') !== '' ||
  tryGit(['for-each-ref', '--count=1', 'refs/heads'], { cwd: top }).stdout.length > 0

/** A move by a commit, or one that left HEAD where it was: a new branch, a stash (gitrevisions(7), the reflog). */
const isCommit = (move: string): boolean => /\tcommit(?: \(amend\))?: /.test(move)

const isStill = (move: string): boolean => /^([0-9a-f]+) \1 /.test(move)

/**
 * Commits that a reset to one before them took off the branch, with nothing but commits since. `all` is said where what they
 * did is staged as a whole, right upon the commit that the reset went to. `written` holds files that an agent wrote since,
 * with their text before that (undefined: not known).
 */
export const undoneBefore = (tree: WorkTree, written: ReadonlyMap<string, string | null | undefined>): Undone => {
  const moves = movesOf(tree)
  const at = moves.findLastIndex((move) => !isCommit(move) && !isStill(move))
  // A reset, or a program's `update-ref` without a reason.
  const undoing = /^([0-9a-f]+) ([0-9a-f]+) (?:.*\treset: moving to |[^\t]*\t?$)/
  const [, before = '', target = ''] = undoing.exec(moves[at] ?? '') ?? []
  const cwd = tree.top
  if (before === '') return none
  const listed = tryGit(['rev-list', `--max-count=${maxUndone}`, '--ancestry-path', `${target}..${before}`, '--'], {
    cwd,
  })
  const commits = nonEmptyLines(listed.stdout.toString('latin1'))
  if (listed.status !== 0 || commits.length === 0 || commits.length === maxUndone) return none
  const whole = !moves.slice(at + 1).some(isCommit) && isStaged(cwd, before)
  if (whole && written.size === 0) return { commits, staged: 'all' }
  const changed = pathsDiffering(cwd, [target, before])
  const back = changed.length > maxUndone ? changed : cameBack(cwd, { before, target, changed, written })
  if (whole && back.length === changed.length) return { commits, staged: 'all' }
  return { commits, staged: back.length > 0 ? 'some' : 'nothing' }
}

type Changed = {
  readonly before: string
  readonly target: string
  readonly changed: readonly string[]
  readonly written: ReadonlyMap<string, string | null | undefined>
}

/** Those of the changed files that are staged as they were before a reset, or with a line that they then had and HEAD has not. */
const cameBack = (cwd: string, { before, target, changed, written }: Changed): readonly string[] => {
  const sides = [before, target, 'HEAD', '']
  const read = readObjects(
    cwd,
    changed.flatMap((path) => sides.map((side) => `${side}:${path}`)),
  )
  return changed.filter((path, index) => {
    const [was, base, head, staged] = read.slice(index * sides.length, (index + 1) * sides.length)
    if (staged?.oid === head?.oid) return false
    const stood = written.get(path)
    if (stood === undefined && staged?.oid === was?.oid) return true
    const had = new Set([...linesIn(base), ...linesIn(head)])
    const lost = new Set(linesIn(was).filter((line) => line.trim() !== '' && !had.has(line)))
    return (stood === undefined ? linesIn(staged) : (stood ?? '').split('\n')).some((line) => lost.has(line))
  })
}

const linesIn = (object: GitObject | null | undefined): readonly string[] =>
  object?.bytes.toString('utf8').split('\n') ?? []

/** The last moves of HEAD, `old new …\treason`, oldest first: from the reflog's file, or from git where refs are no files (reftable). */
const movesOf = ({ top, gitDir }: WorkTree): readonly string[] => {
  const file = stateOf(gitDir, 'logs', 'HEAD').trimEnd()
  if (file !== '') return file.split('\n').slice(-maxMoves)
  const { stdout } = tryGit(['log', '-g', `-${maxMoves + 1}`, '--format=%H%x09%gs', 'HEAD', '--'], { cwd: top })
  const newest = stdout.toString('utf8').trimEnd().split('\n')
  return newest
    .slice(0, maxMoves)
    .map((line, index) => `${(newest[index + 1] ?? '').split('\t')[0]} ${line.replace('\t', ' \t')}`)
    .toReversed()
}
