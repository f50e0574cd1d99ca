import { realpathSync } from 'node:fs'
import { git, tryGit } from './run.js'
import type { WorkTree } from './work-tree.js'

/** What git is asked: it looks whose a repository is before it reads anything there. GIT_DIR would have it look for nothing. */
const question = ['rev-parse', '--absolute-git-dir']
const around = (top: string) => ({ cwd: top, env: { GIT_DIR: undefined } })

/** True where git takes a folder for the top of the work tree of that git directory, and of somebody whom the user trusts (git-config(1), safe.directory). */
export const isAcceptedByGit = ({ top, gitDir }: WorkTree): boolean => {
  const { status, stdout } = tryGit(question, around(top))
  return status === 0 && stdout.toString('utf8').replace(/\n$/, '') === realpathSync(gitDir)
}

/** Throws GIT_FAILED, with git's own words and the command that they name, where git was not told to trust whose a work tree is. */
export const requireAccepted = ({ top }: WorkTree): void => void git(question, around(top))
