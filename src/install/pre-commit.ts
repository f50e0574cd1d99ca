import { isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml'
import { ProvenanceError } from '../core/errors.js'
import type { HookManager } from './manager.js'
import { shimCommand, shimMark } from './shim.js'

/** pre-commit runs these of our hooks; it hands the message's source over in variables (pre-commit.com, supported git hooks). */
const stages = {
  'prepare-commit-msg': '"$1" "${PRE_COMMIT_COMMIT_MSG_SOURCE-}" "${PRE_COMMIT_COMMIT_OBJECT_NAME-}"',
  'commit-msg': '"$1"',
  'post-commit': '',
} as const

const hookFor = ([stage, args]: readonly [string, string]) => ({
  id: `commit-provenance-${stage}`,
  name: 'AI provenance',
  language: 'system',
  entry: `sh -c '${shimCommand(stage, args).trimEnd()}' --`,
  stages: [stage],
  always_run: true,
  ...(args === '' ? { pass_filenames: false } : {}),
})

const entry = { repo: 'local', hooks: Object.entries(stages).map(hookFor) }

const parsed = (path: string, text: string) => {
  const document = parseDocument(text)
  const repos = document.get('repos')
  if (document.errors.length === 0 && (repos === undefined || isSeq(repos))) return { document, repos }
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${path}: expected a list of repos, got something else; it was left as it is`,
    {
      hint: `cat ${path}`,
    },
  )
}

const isOurs = (repo: unknown): boolean => isMap(repo) && JSON.stringify(repo).includes(shimMark)

/** pre-commit (pre-commit.com): an entry of a local repository in the team's file. */
export const preCommit: HookManager = {
  name: 'pre-commit',
  files: ['.pre-commit-config.yaml'],
  add: (path, text) => {
    if (text?.includes(shimMark)) return text
    const { document, repos } = parsed(path, text ?? '')
    if (repos === undefined) document.set('repos', document.createNode([entry]))
    else (repos as YAMLSeq).add(document.createNode(entry))
    return document.toString({ lineWidth: 0 })
  },
  remove: (path, text) => {
    const { document, repos } = parsed(path, text)
    if (!isSeq(repos) || !repos.items.some(isOurs)) return text
    repos.items = repos.items.filter((repo) => !isOurs(repo))
    return repos.items.length === 0 && isMap(document.contents) && document.contents.items.length === 1
      ? null
      : document.toString({ lineWidth: 0 })
  },
  followUp: `pre-commit install ${Object.keys(stages)
    .map((stage) => `--hook-type ${stage}`)
    .join(' ')}`,
}
