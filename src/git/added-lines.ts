import { fullOid } from '../core/oid.js'
import { ask, type UntrustedRepository } from './read-only.js'
import { git } from './run.js'
import { diffStaged } from './staged.js'

/** Every file as text, without drivers or renames, nothing around what changes, white space aside (git-diff-tree(1)). */
const options = [
  '-p',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-color',
  '-w',
  '--unified=0',
  '--inter-hunk-context=0',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-O/dev/null',
]

/** The lines that each commit adds to its first parent's text, by its name; nothing for a merge. */
export const linesAddedBy = (top: string, commits: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  addedIn(git(ofCommits, { cwd: top, input: namesOf(commits) }).toString('utf8'))

/** The lines that what is staged adds to a commit. Throws GIT_FAILED. */
export const linesStaged = (top: string, base: string): readonly string[] => {
  const args = ['-c', 'core.fsmonitor=false', ...diffStaged, ...options, base, '--']
  return addedIn(git(args, { cwd: top }).toString('utf8')).get('') ?? []
}

/** What commits add, as `linesAddedBy`, and what stands between a base and the commit that they become. */
export type Added = { readonly by: ReadonlyMap<string, readonly string[]>; readonly together: readonly string[] }

/** That of commits upon a base, read as `verify` reads; null where git cannot tell it, or it is too much. */
export const linesAddedOn = (
  repository: UntrustedRepository,
  { commits, base, to }: { readonly commits: readonly string[]; readonly base: string; readonly to: string },
): Added | null => {
  const single = ask(repository, ofCommits, { input: namesOf(commits) })
  const whole = ask(repository, ['diff-tree', '-r', ...options, base, to, '--'])
  if (single.status !== 0 || whole.status !== 0) return null
  return { by: addedIn(single.stdout), together: addedIn(whole.stdout).get('') ?? [] }
}

const ofCommits = ['diff-tree', '--stdin', '--root', '-r', ...options]
const namesOf = (commits: readonly string[]): string => commits.map((oid) => `${oid}\n`).join('')

/** Hunks tell how many lines of each kind follow, so that no line of a file is taken for a header. */
const addedIn = (output: string): ReadonlyMap<string, readonly string[]> => {
  const added = new Map<string, string[]>()
  let lines: string[] = []
  let [gone, came] = [0, 0]
  added.set('', lines)
  for (const line of output.split('\n')) {
    if (gone > 0 && line.startsWith('-')) gone -= 1
    else if (came > 0 && line.startsWith('+')) {
      lines.push(line.slice(1))
      came -= 1
    } else if (fullOid.test(line)) {
      lines = []
      added.set(line, lines)
    } else {
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
      if (hunk !== null) [gone, came] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)]
    }
  }
  return added
}
