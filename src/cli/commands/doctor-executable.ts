import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { shellWord } from '../../core/shell-word.js'
import { type Check, wrong } from './doctor-check.js'

const forAll = 0o111

/**
 * Says why git passes a hook over, and what mends it; null where git runs it. Git asks access(2) for X_OK (run-command.c,
 * find_hook, 2.39), which refuses whatever lies on a file system mounted `noexec`, root too. `elsewhere` puts hooks on another one.
 */
export const passedOverCheck = (name: string, path: string, elsewhere: string | null): Check | null => {
  const mode = statSync(path).mode & forAll
  if (mode !== 0 && mayStart(path)) return null
  if (mode !== forAll) return wrong(name, 'not executable, so git passes it over', `chmod +x ${shellWord(path)}`)
  const says = 'on a file system from which nothing may be started (noexec), so git passes it over'
  // Without another place there is only to see how it is mounted.
  return wrong(name, says, elsewhere !== null && isElsewhere(homedir(), path) ? elsewhere : 'mount')
}

const mayStart = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const isElsewhere = (folder: string, path: string): boolean => {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found !== undefined && found.dev !== statSync(path).dev
}
