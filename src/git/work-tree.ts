import { git, tryGit } from './run.js'

/** A work tree: its top, and the git directory where git keeps its state (gitrepository-layout(5)). */
export type WorkTree = { readonly top: string; readonly gitDir: string }

/** The same, and the git directory that all work trees of the clone share. */
export type CloneTree = WorkTree & { readonly commonDir: string }

/** How the work tree stands, as git sees it. */
export type WorkTreeState = {
  /** The commit HEAD names, null before the first one. */
  readonly head: string | null
  /** Paths that differ from HEAD in the index or the work tree, untracked ones too, each with what git says of its modes. */
  readonly changed: ReadonlyMap<string, Modes>
  /** Paths that .gitignore hides, a folder as one with a `/` behind it; and, byte by byte, changed ones that are not UTF-8. */
  readonly ignored: readonly string[]
  readonly unnamed: readonly Buffer[]
}

/** A path's modes in HEAD, the index and the work tree, and its blob in the index; null for an untracked one. */
export type Modes = {
  readonly head: string
  readonly index: string
  readonly work: string
  readonly blob: string
} | null

/** The mode of a submodule (gitdatamodel(7)). */
export const submoduleMode = '160000'

/** What differs from HEAD, relative to the top (git-status(1), porcelain v2, git 2.39). Of submodules their commit counts alone. */
export const workTreeState = (top: string): WorkTreeState => {
  const shown = ['--branch', '--untracked-files=all', '--ignored=matching', '--no-renames', '--ignore-submodules=dirty']
  const output = git(['status', '--porcelain=v2', '-z', ...shown], { cwd: top, env: { GIT_OPTIONAL_LOCKS: '0' } })
  let head: string | null = null
  const changed = new Map<string, Modes>()
  const ignored: string[] = []
  const unnamed: Buffer[] = []
  for (const line of output.toString('latin1').split('\0')) {
    const oid = /^# branch\.oid ([0-9a-f]+)$/.exec(line)?.[1]
    if (oid !== undefined) head = oid
    const entry = entryOf(line)
    if (entry === null) continue
    const bytes = Buffer.from(entry.path, 'latin1')
    const path = bytes.toString('utf8')
    if (entry.ignored) ignored.push(path)
    else if (path.includes('\uFFFD')) unnamed.push(bytes)
    // Taken out of the index, a file stands there twice: changed, and untracked.
    else changed.set(path, changed.get(path) ?? entry.modes)
  }
  return { head, changed, ignored, unnamed }
}

/** `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`, `! path`. */
const entryOf = (line: string): { path: string; modes: Modes; ignored: boolean } | null => {
  if (/^[?!] /.test(line)) return { path: line.slice(2), modes: null, ignored: line.startsWith('!') }
  const [kind, , , ...words] = line.split(' ')
  if (kind === 'u') return { path: words.slice(7).join(' '), modes: null, ignored: false }
  if (kind !== '1') return null
  const [head = '', index = '', work = '', , blob = '', ...path] = words
  return { path: path.join(' '), modes: { head, index, work, blob }, ignored: false }
}

/** Those of the paths whose work tree git takes for another one than the index, filters and line ends seen to. */
export const unstagedPaths = (top: string, paths: readonly string[]): ReadonlySet<string> => {
  const args = ['status', '--porcelain=v1', '-z', '--untracked-files=no', '--no-renames', '--ignore-submodules=all']
  const env = { GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1' }
  const output = git([...args, '--', ...paths], { cwd: top, env }).toString('utf8')
  // Of `XY path`, Y tells of the work tree.
  return new Set(output.split('\0').flatMap((entry) => (entry.length > 3 && entry[1] !== ' ' ? [entry.slice(3)] : [])))
}

/** True for a file that is in the index, and so in what others are given (git-ls-files(1)). */
export const isTracked = (top: string, path: string): boolean =>
  tryGit(['--literal-pathspecs', 'ls-files', '--error-unmatch', '--', path], { cwd: top }).status === 0

/** The commit HEAD names, or null before the first one. */
export const headCommit = (top: string): string | null => {
  const { status, stdout } = tryGit(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd: top })
  return status === 0 ? stdout.toString('utf8').trim() : null
}
