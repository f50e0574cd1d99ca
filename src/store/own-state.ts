import { existsSync } from 'node:fs'
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
  ...[
    'hooks',
    'record.sh',
    'runtime',
    'observing',
    'observing.next',
    'live',
    'missed',
    'problems.jsonl',
    installedName,
  ],
  ...['key', 'keys', 'settings.json', 'enforce', 'extended'],
])
const isShared = (name: string): boolean => sharedNames.has(name) || name.startsWith('code-') || name.endsWith('.tmp')

/** What a clone keeps for itself, in all of its work trees, down to single files where others of that folder stay: a server's, or the note of what was installed. */
export const ownState = (location: Location, keepsNote: boolean): readonly string[] => {
  const states = otherWorkTrees(location).map(({ state }) => state)
  const linked = [location.state, ...states].filter((state) => state !== location.shared && existsSync(state))
  const names = namesIn(location.shared)
  const servers = servesGate(location.commonDir)
  const stays = (name: string) => (keepsNote && name === installedName) || (servers && !isShared(name))
  if (names.some(stays))
    return [...names.filter((name) => !stays(name)).map((name) => join(location.shared, name)), ...linked]
  return [...(existsSync(location.shared) ? [location.shared] : []), ...linked]
}
