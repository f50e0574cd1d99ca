import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'
import { seeText } from '../core/file-hints.js'
import type { HookManager } from './manager.js'
import { notAsExpected } from './not-as-expected.js'
import { shimCommand, shimMark } from './shim.js'

/** pre-commit runs these of our hooks; it hands the message's source over in variables (pre-commit.com, supported git hooks). */
const stages = {
  'prepare-commit-msg': '"$1" "${PRE_COMMIT_COMMIT_MSG_SOURCE-}" "${PRE_COMMIT_COMMIT_OBJECT_NAME-}"',
  'commit-msg': '"$1"',
  'post-commit': '',
  'pre-push': '"${PRE_COMMIT_REMOTE_NAME-}" "${PRE_COMMIT_REMOTE_URL-}"',
} as const

const hookFor = ([stage, args]: readonly [string, string]) => ({
  id: `commit-provenance-${stage}`,
  name: 'AI provenance',
  language: 'system',
  entry: `sh -c '${shimCommand(stage, args).trimEnd()}' --`,
  stages: [stage],
  always_run: true,
  ...(args.includes('$1') ? {} : { pass_filenames: false }),
})

const entry = { repo: 'local', hooks: Object.entries(stages).map(hookFor) }

/** Where the list of repositories stands in the file, undefined where it is to be begun. Throws CONFIG_INVALID for what is none. */
const reposIn = (path: string, text: string) => {
  const { contents, errors } = parseDocument(text)
  const repos = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'repos') : undefined
  const { value } = repos ?? {}
  const isNothing = isScalar(value) && value.value === null
  if (errors.length === 0 && (contents === null || isMap(contents)) && (!repos || isNothing || isSeq(value)))
    return value
  if (isSeq(contents)) throw notAsExpected(path, 'a list under the key repos', elsewhere)
  throw notAsExpected(path, 'a list of repos', seeText(path))
}

/** Beside pre-commit's own hooks, which are called first then. */
const elsewhere = 'provenance init --yes --hooks native'

const isOurs = (one: unknown): boolean => JSON.stringify(one).includes(shimMark)

const itemsIn = (list: unknown): readonly unknown[] => (isSeq(list) ? list.items : [])
const hooksIn = (repo: unknown): readonly unknown[] => (isMap(repo) ? itemsIn(repo.get('hooks')) : [])

/** Every hook of ours stands there as this version enters it, whatever a person has put beside. */
const isComplete = (repos: unknown): boolean => {
  const hooks = itemsIn(repos).flatMap(hooksIn).filter(isOurs).map(plain)
  return (
    hooks.length === entry.hooks.length &&
    entry.hooks.every((ours) => hooks.some((hook) => isDeepStrictEqual({ ...hook, ...ours }, hook)))
  )
}

const plain = (node: unknown): Readonly<Record<string, unknown>> => JSON.parse(JSON.stringify(node))

/** Our entry as text, as an item of a list that is indented so far. */
const itemText = (indent: string): string =>
  stringify([entry], { lineWidth: 0 })
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n')

const rangeOf = (node: unknown): readonly [start: number, end: number, next: number] =>
  (isMap(node) || isSeq(node) || isScalar(node) ? node.range : null) ?? [0, 0, 0]

/** Where the lines of an item begin and end, dash and comments with it. */
const linesOf = (text: string, item: unknown): { readonly start: number; readonly end: number } => {
  const [from, , end] = rangeOf(item)
  return { start: text.lastIndexOf('\n', from - 1) + 1, end }
}

/** The text with our item behind the last of the list, or in place of an empty one. */
const withItem = (text: string, repos: unknown): string => {
  const last = itemsIn(repos).at(-1)
  if (last !== undefined) {
    const { start, end } = linesOf(text, last)
    const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? ''
    return text.slice(0, end) + itemText(indent) + text.slice(end)
  }
  if (repos === undefined) return `${text}repos:\n${itemText('  ')}`
  const line = text.indexOf('\n', rangeOf(repos)[1]) + 1
  return withValue(text.slice(0, line), repos, '') + itemText('  ') + text.slice(line)
}

/** The text with another value behind a key, a comment behind it kept apart. */
const withValue = (text: string, node: unknown, value: string): string => {
  const [from, to] = rangeOf(node)
  return text.slice(0, from).trimEnd() + value + text.slice(to).replace(/^(?=#)/, ' ')
}

/** The text without our hooks: the whole entry, or, where others' stand in it too, ours alone. A list must stay: without one pre-commit stops every commit. */
const withoutItem = (path: string, text: string): string => {
  const left = itemsIn(reposIn(path, text))
    .filter(isOurs)
    .flatMap((repo) => (hooksIn(repo).every(isOurs) ? [repo] : hooksIn(repo).filter(isOurs)))
    .map((item) => linesOf(text, item))
    .reduceRight((now, { start, end }) => now.slice(0, start) + now.slice(end), text)
  const rest = reposIn(path, left)
  return isScalar(rest) && left.trim() !== 'repos:' ? withValue(left, rest, ' []') : left
}

/** What a file says beside ours. */
const othersIn = (text: string): unknown => {
  const { repos, ...rest } = plain(parseDocument(text).contents ?? {})
  const others = ((repos ?? []) as readonly { readonly hooks?: readonly unknown[] }[])
    .map(({ hooks, ...repo }) => ({ ...repo, hooks: (hooks ?? []).filter((hook) => !isOurs(hook)) }))
    .filter(({ hooks }, index) => hooks.length > 0 || !isOurs(((repos ?? []) as readonly unknown[])[index]))
  return { ...rest, others }
}

/** The text with ours, read back before anybody else has to. Throws CONFIG_INVALID for a form that we do not write in: brackets, or the bare list of old. */
const requireReadable = (path: string, before: string, after: string): string => {
  const { contents, errors } = parseDocument(after)
  const repos = isMap(contents) ? contents.get('repos') : undefined
  if (errors.length === 0 && isComplete(repos) && isDeepStrictEqual(othersIn(after), othersIn(before))) return after
  throw notAsExpected(path, 'a list of repos with a line for each', elsewhere)
}

const hookTypes = Object.keys(stages)
  .map((stage) => `--hook-type ${stage}`)
  .join(' ')

/** pre-commit stops every commit while its file has changes that are not staged, and where its file is gone (pre-commit 4, commands/run.py and hook_impl.py). */
export const stageFile = 'git add .pre-commit-config.yaml'

/** pre-commit (pre-commit.com): an entry of a local repository in the team's file, of which no other byte is changed. */
export const preCommit: HookManager = {
  name: 'pre-commit',
  files: ['.pre-commit-config.yaml'],
  add: (path, given) => {
    const text = given === null || given.trim() === '' ? '' : given.endsWith('\n') ? given : `${given}\n`
    if (isComplete(reposIn(path, text))) return given ?? text
    const bare = text.includes(shimMark) ? withoutItem(path, text) : text
    return requireReadable(path, text, withItem(bare, reposIn(path, bare)))
  },
  remove: (path, text) => {
    const left = withoutItem(path, text)
    return left.trim() === 'repos:' ? null : left
  },
  empty: 'repos: []\n',
  followUp: `${stageFile} && pre-commit install ${hookTypes}`,
  farewell: (left) => (left ? stageFile : `pre-commit uninstall ${hookTypes}`),
}
