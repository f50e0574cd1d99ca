import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { agents } from '../../agents/index.js'
import type { Environment } from '../../core/environment.js'
import { observingFile } from '../../store/live.js'
import type { Location } from '../../store/location.js'
import { isBelow } from '../../store/path-inside.js'
import { unlessAbsent } from '../../store/text.js'
import { heardIn } from '../install/agent-hooks.js'

/**
 * The folders in which new sessions of an agent below the top would show, that of all its logs first; none for an agent whose logs
 * do not tell, and for one that has its hooks at home, where they are read wherever it is started.
 */
export const startFolders = ({ top }: Location, name: string, env: Environment): readonly string[] => {
  const { home, logs } = { home: env['HOME'] ?? '', logs: agents[name]?.startLogs }
  if (home === '' || logs === undefined || heardIn(home).includes(name)) return []
  const { folder, prefix } = logs({ home, env, top })
  return [folder, ...namesIn(folder).flatMap((one) => (one.startsWith(prefix) ? [join(folder, one)] : []))]
}

/**
 * A folder below the top in which an agent that reads the project's hooks only where it is started was started since `init` registered
 * it, and where it finds none: of that session nothing is heard. Null where there is none.
 */
export const startedBelow = (location: Location, name: string, env: Environment): string | null => {
  const since = unlessAbsent(() => statSync(observingFile(location)))?.mtimeMs ?? Number.POSITIVE_INFINITY
  const [, ...near] = startFolders(location, name, env)
  for (const { path, at } of near.flatMap(sessionsIn)) {
    const place = at < since ? null : startOf(path)
    if (place !== null && isBelow(location.top, place) && !heardIn(place).includes(name))
      return relative(location.top, place)
  }
  return null
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
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
