import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { shellWord } from '../../core/shell-word.js'
import { isSetUp, type Location } from '../../store/location.js'
import { readText } from '../../store/text.js'
import { handsOn, hookPlaceOf } from '../../workflows/install/hook-place.js'
import { oldestNode, program } from '../program-files.js'
import { type Check, well, wrong } from './doctor-check.js'
import { reachChecks } from './doctor-state.js'

/** The program that the hooks start, and what they are themselves. */
export const programChecks = (location: Location): readonly Check[] => {
  const isGlobal = handsOn(hookPlaceOf(location).folder)
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
  const [node = '', entry = ''] = (text ?? '').split('\n')
  if (entry === '') return wrong('program', 'the hooks do not know where it is', mend)
  if (!existsSync(entry)) return wrong('program', `${entry} is gone`, mend)
  if (!existsSync(node)) return wrong('program', `${node} is gone; node from the PATH is used`, mend)
  return isExecutable(node) ? well('program', entry + otherNode(node)) : wrong('program', notExecutable(node), mend)
}

/** Doctor starts nothing that the state of a repository names: somebody else may have left it. */
export const isExecutable = (node: string): boolean => {
  try {
    accessSync(node, constants.X_OK)
    return statSync(node).isFile()
  } catch {
    return false
  }
}

export const notExecutable = (node: string): string => `${node}: expected a program that can be started`

/** What is said of a node that is not the one that looks, of which nothing else can be told without starting it. */
export const otherNode = (node: string): string =>
  realpathSync(node) === realpathSync(process.execPath)
    ? ''
    : `; by ${node}, which must be node ${oldestNode()} or newer`
