import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { servesGate } from './gate.js'
import type { Location } from './location.js'
import { namesIn } from './text.js'
import { otherWorkTrees } from './work-trees.js'

/** Where a clone notes what `init` did to files it shares with others. */
export const installedFile = (location: Location): string => join(location.shared, installedName)

const installedName = 'installed.json'

/** What a clone keeps in the folder that all its work trees have in common. A bare repository's administrator lays files there, too, by any name. */
const sharedNames: ReadonlySet<string> = new Set([
  'hooks',
  'record.sh',
  'runtime',
  'observing',
  'observing.next',
  'live',
  'missed',
  'problems.jsonl',
  'trees',
  installedName,
  'key',
  'keys',
  'settings.json',
  'enforce',
  'extended',
  'none-off',
])
const isShared = (name: string): boolean => sharedNames.has(name) || name.startsWith('code-') || name.endsWith('.tmp')

/** What a clone keeps for itself, in all of its work trees; not the note of what was installed, where that is needed still. */
export const ownState = (location: Location, keepsNote: boolean): readonly string[] => {
  const states = [location, ...otherWorkTrees(location)].map(({ state }) => state)
  const linked = states.filter((state) => state !== location.shared && existsSync(state))
  return [...sharedState(location, keepsNote), ...linked]
}

/** The folder that is common to all work trees, or ours in it where a server's files are there, or that note. */
const sharedState = ({ shared, commonDir }: Location, keepsNote: boolean): readonly string[] => {
  const found = lstatSync(shared, { throwIfNoEntry: false })
  if (found?.isDirectory() !== true) return found === undefined ? [] : [shared]
  const names = namesIn(shared)
  const servers = servesGate(commonDir)
  const stays = (name: string) => (keepsNote && name === installedName) || (servers && !isShared(name))
  return names.some(stays) ? names.filter((name) => !stays(name)).map((name) => join(shared, name)) : [shared]
}
