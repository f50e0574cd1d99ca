import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { shellWord } from '../../core/shell-word.js'
import { runShell } from '../../git/run.js'
import { isSetUp, type Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import { handsOn, hooksFolder } from '../../workflows/hook-place.js'
import { oldestNode, program } from '../program-files.js'
import { type Check, well, wrong } from './check.js'
import { reachChecks } from './doctor-state.js'

/** The program that the hooks start, and what they are themselves. */
export const programChecks = (location: Location): readonly Check[] => {
  const isGlobal = handsOn(hooksFolder(location))
  if (isGlobal && !isSetUp(location)) return [well('program', 'this clone is made ready by its first commit')]
  const mend = isGlobal ? setUpAnew() : 'provenance init --yes'
  return [programCheck(location, mend), ...reachChecks(location, mend)]
}

/** What makes a clone ready where we are installed for all repositories: a plain `init` would install in it as well. */
const setUpAnew = (): string => {
  const { node, entry } = program()
  return `${shellWord(node)} ${shellWord(entry)} set-up live`
}

const programCheck = (location: Location, mend: string): Check => {
  const text = readText(join(location.shared, 'runtime'))
  if (text === null) return wrong('program', 'the hooks do not know where it is', mend)
  const [node = '', entry = ''] = text.split('\n')
  if (!existsSync(entry)) return wrong('program', `${entry} is gone`, mend)
  if (!existsSync(node)) return wrong('program', `${node} is gone; node from the PATH is used`, mend)
  const fault = nodeFault(node, location.top)
  return fault === null ? well('program', entry) : wrong('program', fault, mend)
}

/** Why a node does not run the program; null where it does. */
export const nodeFault = (node: string, cwd: string): string | null => {
  const version = versionOfNode(node, cwd)
  if (version === null) return `${node} does not start`
  return isOlder(version, oldestNode()) ? `${node}: expected node ${oldestNode()} or newer, got ${version}` : null
}

/** What a node says of itself; null where it says nothing. */
const versionOfNode = (node: string, cwd: string): string | null => {
  try {
    return (
      /^v(\d+\.\d+\S*)/.exec(runShell(`${shellWord(node)} --version`, { cwd, env: { NODE_OPTIONS: '' } }))?.[1] ?? null
    )
  } catch {
    return null
  }
}

const isOlder = (version: string, than: string): boolean => {
  const [[major = 0, minor = 0], [least = 0, smallest = 0]] = [numbersOf(version), numbersOf(than)]
  return major < least || (major === least && minor < smallest)
}

const numbersOf = (version: string): readonly number[] => version.split('.').map(Number)
