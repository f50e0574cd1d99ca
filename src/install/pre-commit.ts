import { isMap, isSeq, parseDocument, stringify } from 'yaml'
import { ProvenanceError } from '../core/errors.js'
import type { HookManager } from './manager.js'
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

const parsed = (path: string, text: string) => {
  const document = parseDocument(text)
  const repos = document.get('repos')
  if (document.errors.length === 0 && (repos == null || isSeq(repos))) return { repos }
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${path}: expected a list of repos, got something else; it was left as it is`,
    {
      hint: `cat ${path}`,
    },
  )
}

const isOurs = (repo: unknown): boolean => isMap(repo) && JSON.stringify(repo).includes(shimMark)

/** Our entry as text, as an item of a list that is indented so far. */
const itemText = (indent: string): string =>
  stringify([entry], { lineWidth: 0 })
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n')

/** Where the lines of an item begin and end, dash and comments with it. */
const linesOf = (text: string, item: unknown): { readonly start: number; readonly end: number } => {
  const [from = 0, , to = text.length] = isMap(item) ? (item.range ?? []) : []
  return { start: text.lastIndexOf('\n', from - 1) + 1, end: to }
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
    const text = given === null || given.trim() === '' ? 'repos:\n' : given.endsWith('\n') ? given : `${given}\n`
    if (text.includes(shimMark)) return given ?? text
    const { repos } = parsed(path, text)
    const last = isSeq(repos) ? repos.items.at(-1) : undefined
    if (last === undefined) return `${text.replace(/^repos:.*\n/m, '')}repos:\n${itemText('  ')}`
    const { start, end } = linesOf(text, last)
    const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? ''
    return text.slice(0, end) + itemText(indent) + text.slice(end)
  },
  remove: (path, text) => {
    const { repos } = parsed(path, text)
    const ours = isSeq(repos) ? repos.items.find(isOurs) : undefined
    if (ours === undefined) return text
    const { start, end } = linesOf(text, ours)
    const left = text.slice(0, start) + text.slice(end)
    return left.trim() === 'repos:' ? null : left
  },
  followUp: `${stageFile} && pre-commit install ${hookTypes}`,
  farewell: (left) => (left ? stageFile : `pre-commit uninstall ${hookTypes}`),
}
