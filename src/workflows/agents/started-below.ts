import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import { agents } from '../../agents/index.js'
import type { Environment } from '../../core/environment.js'
import { observingFile } from '../../store/live.js'
import type { Location } from '../../store/location.js'
import { unlessAbsent } from '../../store/text.js'
import { heardIn } from '../install/agent-hooks.js'

/** The folders in which an agent's new sessions show, and one below the top in which it was started unheard; null for none. */
type StartedBelow = { readonly folders: readonly string[]; readonly below: string | null }

/**
 * Whether an agent that reads the project's hooks only where it is started was started in a folder below the top since `init`
 * registered it: of that session nothing is heard. Nobody who has its hooks at home, or in that folder, is asked.
 */
export const startedBelow = (location: Location, name: string, env: Environment): StartedBelow => {
  const { home, logs } = { home: env['HOME'] ?? '', logs: agents[name]?.startLogs }
  if (home === '' || logs === undefined || heardIn(home).includes(name)) return { folders: [], below: null }
  const { folder, prefix } = logs({ home, env, top: location.top })
  const near = namesIn(folder).flatMap((one) => (one.startsWith(prefix) ? [join(folder, one)] : []))
  const since = unlessAbsent(() => statSync(observingFile(location)))?.mtimeMs ?? Number.POSITIVE_INFINITY
  const places = near.flatMap(sessionsIn).flatMap(({ path, at }) => (at >= since ? (startOf(path) ?? []) : []))
  const below = places.find((place) => isBelow(location.top, place) && !heardIn(place).includes(name))
  return { folders: [folder, ...near], below: below === undefined ? null : relative(location.top, below) }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const isBelow = (top: string, place: string): boolean => {
  const way = relative(top, place)
  return way !== '' && !isAbsolute(way) && way.split(sep)[0] !== '..'
}

const sessionsIn = (folder: string): readonly { readonly path: string; readonly at: number }[] =>
  namesIn(folder).flatMap((name) => {
    const path = join(folder, name)
    const at = name.endsWith('.jsonl') ? unlessAbsent(() => statSync(path))?.mtimeMs : undefined
    return at === undefined ? [] : [{ path, at }]
  })

/** As much of a log is read: where it was started stands in its first lines. */
const headBytes = 64 * 1024

/** The folder in which a session was started, by the first line that names one; null where none does. */
const startOf = (path: string): string | null => {
  const head = Buffer.alloc(headBytes)
  try {
    const descriptor = openSync(path, 'r')
    try {
      const [, word] = /"cwd":("(?:[^"\\]|\\.)*")/.exec(head.toString('utf8', 0, readSync(descriptor, head))) ?? []
      return word === undefined ? null : String(JSON.parse(word))
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return null
  }
}
