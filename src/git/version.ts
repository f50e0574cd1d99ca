import { ask, type UntrustedRepository } from './read-only.js'
import { git } from './run.js'

/** git's own version, `2.39.5`. */
export const gitVersion = (repository: UntrustedRepository): string => versionIn(ask(repository, ['version']).stdout)

/** The same, of the git that a person uses in a folder. Throws GIT_FAILED. */
export const versionHere = (cwd: string): string => versionIn(git(['version'], { cwd }).toString('utf8'))

const versionIn = (printed: string): string => printed.trim().replace(/^git version /, '')
