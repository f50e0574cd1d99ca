import { nonEmptyLines } from '../core/split.js'
import { stateOf } from './in-progress.js'
import { type GitObject, readObjects } from './objects.js'
import { tryGit } from './run.js'
import { pathsDiffering } from './staged.js'
import type { WorkTree } from './work-tree.js'

/** What a `git reset` undid: the commits, and whether all of what they did is staged again, or some of it. */
export type Undone = { readonly commits: readonly string[]; readonly staged: 'all' | 'some' | 'nothing' }

const none: Undone = { commits: [], staged: 'nothing' }

/** The records of as many undone commits are read; of more it is only known that something came back. */
const maxUndone = 200

/** The texts of as many files are held at once. */
const filesAtOnce = 200

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
export const undoneBefore = (tree: WorkTree, written: Written): Undone => {
  const moves = movesOf(tree)
  const at = moves.findLastIndex((move) => !isCommit(move) && !isStill(move))
  // A reset, or a program's `update-ref` without a reason.
  const undoing = /^([0-9a-f]+) ([0-9a-f]+) (?:.*\treset: moving to |[^\t]*\t?$)/
  const [, before = '', target = ''] = undoing.exec(moves[at] ?? '') ?? []
  const cwd = tree.top
  if (before === '') return none
  const listed = tryGit(['rev-list', `--max-count=${maxUndone + 1}`, '--ancestry-path', `${target}..${before}`, '--'], {
    cwd,
  })
  const listedCommits = nonEmptyLines(listed.stdout.toString('latin1'))
  if (listed.status !== 0 || listedCommits.length === 0) return none
  const commits = listedCommits.slice(0, maxUndone)
  const unlike = new Set(pathsDiffering(cwd, ['--cached', before]))
  const isWhole = !moves.slice(at + 1).some(isCommit) && unlike.size === 0 && listedCommits.length <= maxUndone
  if (isWhole && written.size === 0) return { commits, staged: 'all' }
  const changed = pathsDiffering(cwd, [target, before])
  const { back, perhaps } = apart(cwd, { changed, unlike, written })
  const inText = (paths: readonly string[]) => cameBack(cwd, { before, target, changed: paths, written })
  if (isWhole && back.length + inText(perhaps).length === changed.length) return { commits, staged: 'all' }
  const isBack = back.length > 0 || inPieces(perhaps).some((paths) => inText(paths).length > 0)
  return { commits, staged: isBack ? 'some' : 'nothing' }
}

type Written = ReadonlyMap<string, string | null | undefined>

type Sorted = { readonly changed: readonly string[]; readonly unlike: ReadonlySet<string>; readonly written: Written }

/**
 * Of the files that undone commits changed, those that are staged as they were before the reset, and those of which only their text
 * can tell. What HEAD has already did not come back, however many files the commits changed.
 */
const apart = (cwd: string, { changed, unlike, written }: Sorted) => {
  const staged = new Set(pathsDiffering(cwd, ['--cached', 'HEAD']))
  const coming = changed.filter((path) => staged.has(path))
  const isBack = (path: string) => written.get(path) === undefined && !unlike.has(path)
  return { back: coming.filter(isBack), perhaps: coming.filter((path) => !isBack(path)) }
}

const inPieces = (paths: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(paths.length / filesAtOnce) }, (_, at) =>
    paths.slice(at * filesAtOnce, (at + 1) * filesAtOnce),
  )

type Changed = {
  readonly before: string
  readonly target: string
  readonly changed: readonly string[]
  readonly written: Written
}

/** Those of the changed files that are staged with a line that they had before a reset and HEAD has not. */
const cameBack = (cwd: string, { before, target, changed, written }: Changed): readonly string[] => {
  const sides = [before, target, 'HEAD', '']
  const read = readObjects(
    cwd,
    changed.flatMap((path) => sides.map((side) => `${side}:${path}`)),
  )
  return changed.filter((path, index) => {
    const [was, base, head, staged] = read.slice(index * sides.length, (index + 1) * sides.length)
    const stood = written.get(path)
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
