import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { tryGit } from './run.js'

type Call = readonly string[]

/** True for a call that takes something out of git's configuration. */
export const takesAway = (call: Call): boolean => call.includes('--unset') || call.includes('--remove-section')

/** Has git change its configuration by such calls. Throws FILE_UNWRITABLE with git's own words where it does not, as where the file is locked or may not be written. */
export const setConfiguration = (calls: readonly Call[], cwd: string): void => {
  for (const call of calls) {
    const { status, stderr } = tryGit(call, { cwd })
    if (status === 0 || (takesAway(call) && isGone(call, cwd))) continue
    const words = ['git', ...call].map(shellWord).join(' ')
    const said = stderr.trim().split('\n').at(-1) || `status ${status}`
    throw new ProvenanceError('FILE_UNWRITABLE', `${words}: expected git to change its configuration, got ${said}`, {
      hint: words,
    })
  }
}

/** What is not there cannot be taken away, and need not be. The same status stands for a key that is there twice (git-config(1): 5; and 1 where none is found). */
const isGone = (call: Call, cwd: string): boolean => {
  const name = call.at(-1) ?? ''
  const section = `^${name.replaceAll('.', '\\.')}\\.`
  const look = call.includes('--unset') ? ['--get', name] : ['--get-regexp', section]
  return tryGit([...call.slice(0, -2), ...look], { cwd }).status === 1
}
