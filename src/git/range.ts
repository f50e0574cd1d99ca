import { ProvenanceError } from '../core/errors.js'
import { absoluteTime, isBeforeEpoch, isRelative } from '../core/period.js'
import { nonEmptyLines } from '../core/split.js'
import { neverRefs, refuseAmbiguous } from './ambiguous.js'
import { incomplete } from './incomplete.js'
import { isRef } from './locate.js'
import { rangeEnds } from './range-ends.js'
import { ask, type UntrustedRepository } from './read-only.js'
import { unknownRevision } from './unknown-revision.js'

/** What the user asked for, in git's own words. */
export type RangeQuery = {
  readonly words: readonly string[]
  readonly since: string | null
  readonly until: string | null
  readonly firstParent: boolean
  /** The first end alone, without what it leads to. */
  readonly alone?: boolean
  /** The one of the commits taken away from which the range counts as starting, where who asks knows; else ancestry says. */
  readonly base?: string | null
}

/**
 * A query with every name resolved, once, to a full object name. `from` is null where there is no lower bound. Where
 * ancestry names several ends of one side, which none of the others leads to, the others are told beside it.
 */
export type ResolvedRange = {
  readonly query: string
  readonly from: string | null
  readonly to: string
  readonly otherFrom?: readonly string[]
  readonly otherTo?: readonly string[]
  /** What `git rev-list` is given: `<oid>` and `^<oid>`. */
  readonly revisions: readonly string[]
  readonly options: readonly string[]
}

/** Resolves a range (spec, section 4). Throws UNKNOWN_REVISION for a name that git does not know, HISTORY_INCOMPLETE for one that leads out of what is here, USAGE for a range without an end. */
export const resolveRange = (repository: UntrustedRepository, query: RangeQuery): ResolvedRange => {
  const { include, exclude } = endsOf(repository, query)
  const { from, to } = rangeEnds(repository, include, exclude)
  const { base = null } = query
  const told = base !== null && exclude.includes(base)
  const options = [
    ...(query.firstParent ? ['--first-parent'] : []),
    ...(query.since === null ? [] : [`--since-as-filter=${timeOf(repository, query.since, 'since')}`]),
    ...(query.until === null ? [] : [`--until=${timeOf(repository, query.until, 'until')}`]),
    ...(query.alone === true ? ['--max-count=1'] : []),
  ]
  return {
    query: queryOf(query),
    from: told ? base : from.one,
    to: to.one ?? '',
    otherFrom: told ? [] : from.others,
    otherTo: to.others,
    revisions: [...include, ...exclude.map((oid) => `^${oid}`)],
    options,
  }
}

/** What was asked for, as a ledger says it. */
const queryOf = ({ words, since, until }: RangeQuery): string => {
  const named = words.join(' ')
  if (named !== '') return named
  return since === null && until === null ? 'HEAD since the last tag' : 'HEAD'
}

/** A time in git's words, made absolute once: `git rev-parse --since` answers `--max-age=SECONDS` (git-rev-parse(1)). */
const timeOf = (repository: UntrustedRepository, word: string, end: 'since' | 'until'): string => {
  if (!isRelative(word)) return forGit(absoluteTime(word, end))
  if (isBeforeEpoch(word, Date.now() / 1000)) return forGit(absoluteTime('@0', end))
  const [, seconds = ''] = /=(\d+)/.exec(ask(repository, ['rev-parse', `--${end}=${word}`]).stdout) ?? []
  return absoluteTime(`@${seconds}`, end)
}

/** Reasons for which commits that the revisions alone would take in are left out. */
export type Excluded = Partial<Readonly<Record<'first-parent' | 'period', number>>>

/** How many commits a range of `count` leaves out, by reason: what came in by merges, and then what lies outside of the period. */
export const excludedFrom = (
  repository: UntrustedRepository,
  { revisions, options }: ResolvedRange,
  count: number,
): Excluded => {
  const counted = (...words: readonly string[]): number =>
    Number(ask(repository, ['rev-list', '--count', ...words, ...revisions, '--']).stdout)
  const line = options.filter((option) => option === '--first-parent')
  const isPeriod = options.some((option) => /^--(?:since|until)/.test(option))
  if (line.length === 0 && !isPeriod) return {}
  // Where history is missing git counts nothing, and the ledger is incomplete anyhow.
  const more = (all: number, left: number) => Math.max(0, all - left)
  const within = isPeriod ? counted(...line) : count
  return {
    ...(line.length === 0 ? {} : { 'first-parent': more(counted(), within) }),
    ...(isPeriod ? { period: more(within, count) } : {}),
  }
}

/** Of a year that git's calendar does not know it guesses one from the clock's (date.c: 1970 to 2099): it is given seconds. */
const forGit = (time: string): string =>
  Number(time.slice(0, time.indexOf('-'))) < 2100 ? time : `@${Date.parse(time) / 1000} +0000`

type Ends = { readonly include: readonly string[]; readonly exclude: readonly string[] }

const endsOf = (repository: UntrustedRepository, { words, since, until }: RangeQuery): Ends => {
  const [word, ...more] = words
  if (word === undefined) {
    const head = commitOf(repository, 'HEAD')
    return { include: [head], exclude: since === null && until === null ? tagBefore(repository, head) : [] }
  }
  const tag = more.length === 0 ? tagNamed(repository, word) : null
  if (tag !== null) {
    refuseAmbiguous(repository, word)
    const oid = commitOf(repository, tag)
    return { include: [oid], exclude: tagBeforeTag(repository, oid) }
  }
  const ends = words.map((one) => endsOfWord(repository, one))
  if (ends.every(({ include }) => include.length === 0)) throw endless(words)
  return { include: ends.flatMap(({ include }) => include), exclude: ends.flatMap(({ exclude }) => exclude) }
}

const endsOfWord = (repository: UntrustedRepository, word: string): Ends => {
  const dots = /^(.*?)(\.{2,3})(.*)$/.exec(word)
  if (dots !== null && !isName(repository, word)) {
    const from = commitOf(repository, dots[1] || 'HEAD')
    const to = commitOf(repository, dots[3] || 'HEAD')
    if (dots[2] === '..') return { include: [to], exclude: [from] }
    const bases = ask(repository, ['merge-base', '--all', from, to]).stdout
    return { include: [to, from], exclude: nonEmptyLines(bases) }
  }
  if (parentsWord.test(word) && !isName(repository, word)) return endsOfParents(repository, word)
  return word.startsWith('^')
    ? { include: [], exclude: [commitOf(repository, word.slice(1))] }
    : { include: [commitOf(repository, word)], exclude: [] }
}

/** `HEAD^@`, all parents; `HEAD^!`, without them; `HEAD^-2`, without one of them (gitrevisions(7), Other <rev>^ Parent Shorthand Notations). */
const parentsWord = /^(\^?)([^^].*)\^([!@]|-\d*)$/s

const endsOfParents = (repository: UntrustedRepository, word: string): Ends => {
  const [, sign = '', name = '', which = ''] = parentsWord.exec(word) ?? []
  const { status, stdout } = ask(repository, ['rev-parse', `${commitOf(repository, name)}^${which}`, '--'])
  if (status !== 0) throw unknownRevision(repository, word)
  // Lines of `<oid>` or `^<oid>`, the other way round where the whole is taken away.
  const lines = stdout.split('\n').filter((line) => /^\^?[0-9a-f]+$/.test(line))
  const oids = (away: boolean) =>
    lines.filter((line) => line.startsWith('^') === away).map((line) => line.replace('^', ''))
  return sign === '' ? { include: oids(false), exclude: oids(true) } : { include: oids(true), exclude: oids(false) }
}

const isName = (repository: UntrustedRepository, word: string) => named(repository, word) !== null

/** The full name of the tag that a word stands for, null where it is none; `tags/v1` is `refs/tags/v1` before it is a tag of that name (gitrevisions(7)). */
const tagNamed = (repository: UntrustedRepository, word: string): string | null => {
  if (neverRefs.test(word)) return null
  const full = word.startsWith('refs/tags/') ? [word] : [`refs/tags/${word}`]
  const names = word.startsWith('tags/') ? [`refs/${word}`, ...full] : full
  return names.find((name) => isRef(repository, name)) ?? null
}

/** The object that one name stands for, null where git knows none: not for one taken away, which git would answer with its sign. */
const named = (repository: UntrustedRepository, name: string): string | null => {
  if (name.startsWith('^')) return null
  const { status, stdout } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])
  return status === 0 ? stdout.trim() : null
}

/** The commit that a name stands for; peeled in a second step, since `:/text` takes in all that follows. Throws UNKNOWN_REVISION and its like. */
export const commitOf = (repository: UntrustedRepository, name: string): string => {
  const oid = named(repository, name)
  if (oid === null) throw unknownRevision(repository, name)
  refuseAmbiguous(repository, name)
  const commit = named(repository, `${oid}^{commit}`)
  if (commit === null) throw unreadable(repository, name, oid)
  return commit
}

const endless = (words: readonly string[]) =>
  new ProvenanceError(
    'USAGE',
    `${words.map((word) => JSON.stringify(word)).join(' ')}: expected a range with an end, got only commits to leave out`,
    { hint: 'provenance verify v1..HEAD' },
  )

/** A name that leads to an object which is not there, or not what it should be. */
const unreadable = (repository: UntrustedRepository, name: string, oid: string): ProvenanceError => {
  const type = ask(repository, ['cat-file', '-t', oid])
  if (type.status !== 0)
    return incomplete(repository, `${JSON.stringify(name)}: expected ${oid}, which is missing`, oid)
  if (!/^(?:commit|tag)$/.test(type.stdout.trim())) return unknownRevision(repository, name)
  // A tag can stand for a tree or a file as well (git-tag(1)).
  const peeled = named(repository, `${oid}^{}`)
  if (peeled !== null && /^(?:tree|blob)$/.test(ask(repository, ['cat-file', '-t', peeled]).stdout.trim()))
    return unknownRevision(repository, name)
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
  const tagged = new Set(
    ask(repository, ['cat-file', '--batch-check=%(objectname)'], { input: tags }).stdout.split('\n'),
  )
  const line = nonEmptyLines(ask(repository, ['rev-list', '--first-parent', oid, '--']).stdout)
  const nearest = line.find((commit) => tagged.has(commit))
  return nearest === undefined ? [] : [nearest]
}

/** The commit where the range of a tagged one begins, in a list: that of the tag before; empty without one. */
export const tagBeforeTag = (repository: UntrustedRepository, oid: string): readonly string[] => {
  const { status, stdout } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${oid}^`])
  return status === 0 ? tagBefore(repository, stdout.trim()) : []
}
