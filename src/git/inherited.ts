import { git, tryGit } from './run.js'
import type { WorkTree } from './work-tree.js'

/**
 * The repository that git's own variables name, as git itself takes them (git(1), GIT_DIR and GIT_WORK_TREE); null where none is
 * set, and where they lead to no work tree. Their paths are made full, so that they hold in every folder from which git is run then.
 */
export const repositoryByVariables = (cwd: string, env: NodeJS.ProcessEnv): WorkTree | null => {
  if (!isNamed(env)) return null
  const asked = ['rev-parse', '--path-format=absolute', '--show-toplevel', '--git-dir']
  const [top = '', gitDir = ''] = tryGit(asked, { cwd }).stdout.toString('utf8').split('\n')
  if (top === '' || gitDir === '') return null
  Object.assign(env, { GIT_DIR: gitDir, GIT_WORK_TREE: top })
  return { top, gitDir }
}

/** True where git's own variables name a repository, whatever folder git is run in. */
export const isNamed = (env: NodeJS.ProcessEnv): boolean =>
  env['GIT_DIR'] !== undefined || env['GIT_WORK_TREE'] !== undefined

/** Takes away what ties git to a repository in which it was started, for work in another (git-rev-parse(1), --local-env-vars). Returns what puts it back. */
export const leaveRepository = (env: NodeJS.ProcessEnv): (() => void) => {
  const names = git(['rev-parse', '--local-env-vars'], { cwd: '/' }).toString('utf8').trim().split('\n')
  const kept = names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  for (const [name] of kept) delete env[name]
  return () => void Object.assign(env, Object.fromEntries(kept))
}
