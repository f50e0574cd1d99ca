import { ProvenanceError } from '../core/errors.js'
import { absoluteTime, isRelative } from '../core/period.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** What the user asked for, in git's own words. */
export type RangeQuery = {
  readonly words: readonly string[]
  readonly since: string | null
  readonly until: string | null
  readonly firstParent: boolean
  /** The first end alone, without what it leads to. */
  readonly alone?: boolean
}

/** A query with every name resolved, once, to a full object name. `from` is null where there is no lower bound. */
export type ResolvedRange = {
  readonly query: string
  readonly from: string | null
  readonly to: string
  /** What `git rev-list` is given: `<oid>` and `^<oid>`. */
  readonly revisions: readonly string[]
  readonly options: readonly string[]
}

/** Resolves a range (spec, section 4). Throws UNKNOWN_REVISION for a name that git does not know. */
export const resolveRange = (repository: UntrustedRepository, query: RangeQuery): ResolvedRange => {
  const { include, exclude } = endsOf(repository, query)
  const options = [
    ...(query.firstParent ? ['--first-parent'] : []),
    ...(query.since === null ? [] : [`--since-as-filter=${timeOf(repository, query.since, 'since')}`]),
    ...(query.until === null ? [] : [`--until=${timeOf(repository, query.until, 'until')}`]),
    ...(query.alone === true ? ['--max-count=1'] : []),
  ]
  return {
    query:
      query.words.join(' ') || (query.since ?? query.until) === null
        ? query.words.join(' ') || 'HEAD since the last tag'
        : 'HEAD',
    from: exclude[0] ?? null,
    to: include[0] ?? '',
    revisions: [...include, ...exclude.map((oid) => `^${oid}`)],
    options,
  }
}

/** A time in git's words, made absolute once: `git rev-parse --since` answers `--max-age=SECONDS` (git-rev-parse(1)). */
const timeOf = (repository: UntrustedRepository, word: string, end: 'since' | 'until'): string => {
  if (!isRelative(word)) return absoluteTime(word, end)
  const [, seconds = ''] = /=(\d+)/.exec(ask(repository, ['rev-parse', `--${end}=${word}`]).stdout) ?? []
  return absoluteTime(`@${seconds}`, end)
}

type Ends = { readonly include: readonly string[]; readonly exclude: readonly string[] }

const endsOf = (repository: UntrustedRepository, { words, since, until }: RangeQuery): Ends => {
  const [word, ...more] = words
  if (word === undefined) {
    const head = commitOf(repository, 'HEAD')
    return { include: [head], exclude: since === null && until === null ? tagBefore(repository, head) : [] }
  }
  if (more.length === 0 && isTag(repository, word)) {
    refuseAmbiguous(repository, word)
    const oid = commitOf(repository, `refs/tags/${word.replace(/^refs\/tags\//, '')}`)
    const parent = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${oid}^`])
    return { include: [oid], exclude: parent.status === 0 ? tagBefore(repository, parent.stdout.trim()) : [] }
  }
  const ends = words.map((one) => endsOfWord(repository, one))
  return { include: ends.flatMap(({ include }) => include), exclude: ends.flatMap(({ exclude }) => exclude) }
}

const endsOfWord = (repository: UntrustedRepository, word: string): Ends => {
  const dots = /^(.*?)(\.{2,3})(.*)$/.exec(word)
  if (dots !== null && !isName(repository, word)) {
    const from = commitOf(repository, dots[1] || 'HEAD')
    const to = commitOf(repository, dots[3] || 'HEAD')
    if (dots[2] === '..') return { include: [to], exclude: [from] }
    const bases = ask(repository, ['merge-base', '--all', from, to])
      .stdout.split('\n')
      .filter((oid) => oid !== '')
    return { include: [to, from], exclude: bases }
  }
  return word.startsWith('^')
    ? { include: [], exclude: [commitOf(repository, word.slice(1))] }
    : { include: [commitOf(repository, word)], exclude: [] }
}

const isName = (repository: UntrustedRepository, word: string) => named(repository, word) !== null

/** Words that git takes for what they are, whatever a tag is called (gitrevisions(7)). */
const neverTags = /^(?:[A-Z_]*HEAD|[0-9a-f]{40}|[0-9a-f]{64})$/

const isTag = (repository: UntrustedRepository, word: string) =>
  !neverTags.test(word) &&
  ask(repository, ['show-ref', '--verify', '--quiet', '--', word.startsWith('refs/tags/') ? word : `refs/tags/${word}`])
    .status === 0

/** The object that one name stands for, null where git knows none. */
const named = (repository: UntrustedRepository, name: string): string | null => {
  const { status, stdout } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])
  return status === 0 ? stdout.trim() : null
}

/** The commit that a name stands for; peeled in a second step, since `:/text` takes in all that follows. Throws UNKNOWN_REVISION and its like. */
export const commitOf = (repository: UntrustedRepository, name: string): string => {
  const oid = named(repository, name)
  if (oid === null) throw unknown(name)
  refuseAmbiguous(repository, name)
  const commit = named(repository, `${oid}^{commit}`)
  if (commit === null) throw unreadable(repository, name, oid)
  return commit
}

/** A branch and a tag of one name, on different commits: git takes the tag and says so in passing (gitrevisions(7)); an auditor is asked. */
const refuseAmbiguous = (repository: UntrustedRepository, name: string): void => {
  if (neverTags.test(name) || name.startsWith('refs/')) return
  const refs = [`refs/heads/${name}`, `refs/tags/${name}`]
  const listed = ask(repository, ['for-each-ref', '--format=%(refname)', ...refs]).stdout.split('\n')
  if (!refs.every((ref) => listed.includes(ref))) return
  const [branch, tag] = refs.map((ref) => named(repository, `${ref}^{commit}`))
  if (branch === tag) return
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `${JSON.stringify(name)}: expected one commit, got a branch and a tag on two; write refs/heads/${name} or refs/tags/${name}`,
  )
}

const unknown = (name: string) =>
  new ProvenanceError(
    'UNKNOWN_REVISION',
    `${JSON.stringify(name)}: expected the name of a commit, got none that git knows`,
  )

/** A name that leads to an object which is not there, or not what it should be. */
const unreadable = (repository: UntrustedRepository, name: string, oid: string): ProvenanceError => {
  const type = ask(repository, ['cat-file', '-t', oid])
  if (type.status !== 0)
    return new ProvenanceError('HISTORY_INCOMPLETE', `${JSON.stringify(name)}: expected ${oid}, which is missing`)
  if (!/^(?:commit|tag)$/.test(type.stdout.trim())) return unknown(name)
  return new ProvenanceError(
    'OBJECT_TAMPERED',
    `${JSON.stringify(name)}: expected the object ${oid}, got bytes its name does not stand for`,
  )
}

/**
 * The commit of the nearest tag on the first-parent line, in a list; empty without one. `git describe` is not asked: of a tag
 * object that calls itself otherwise than its ref it makes a name that leads to where it started.
 */
export const tagBefore = (repository: UntrustedRepository, oid: string): readonly string[] => {
  const tags = ask(repository, ['for-each-ref', '--format=%(refname)^{commit}', 'refs/tags/']).stdout
  if (tags === '') return []
  const tagged = new Set(ask(repository, ['cat-file', '--batch-check=%(objectname)'], tags).stdout.split('\n'))
  const line = ask(repository, ['rev-list', '--first-parent', oid, '--']).stdout.split('\n')
  const nearest = line.find((commit) => commit !== '' && tagged.has(commit))
  return nearest === undefined ? [] : [nearest]
}
