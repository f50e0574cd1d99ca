import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { agents } from '../../agents/index.js'
import type { Environment } from '../../core/environment.js'
import { observingFile } from '../../store/live.js'
import type { Location } from '../../store/location.js'
import { isBelow } from '../../store/path-inside.js'
import { unlessAbsent } from '../../store/text.js'
import { heardIn } from '../install/agent-hooks.js'

/** Where sessions show that were started in folders below the top. */
type Starts = {
  /** The folder of all the agent's logs. */
  readonly folder: string
  /** Those in it of folders below the top. */
  readonly below: readonly string[]
  /** What is not there below the top: with it, a folder of another project's logs could be one of ours. */
  readonly absent: readonly string[]
}

/** Null for an agent whose logs do not tell, and for one that has its hooks at home, where they are read wherever it is started. */
const startsOf = ({ top }: Location, name: string, env: Environment): Starts | null => {
  const { home, logs } = { home: env['HOME'] ?? '', logs: agents[name]?.startLogs }
  if (home === '' || logs === undefined || heardIn(home).includes(name)) return null
  const { folder, nameOf } = logs({ home, env })
  const prefix = nameOf(`${top}/`)
  const near = namesIn(folder).filter((one) => one.startsWith(prefix))
  const others = new Set(
    near.filter((one) => !holds(top, one.slice(prefix.length), nameOf) && isOthers(top, join(folder, one))),
  )
  return {
    folder,
    below: near.filter((one) => !others.has(one)).map((one) => join(folder, one)),
    absent: [...new Set([...others].flatMap((one) => absentBelow(top, one.slice(prefix.length))))].map((path) =>
      relative(top, path),
    ),
  }
}

/** True where a folder below another one has logs of that name: `app/web` and `app-web` have them in one folder. */
const holds = (folder: string, name: string, nameOf: (path: string) => string): boolean =>
  foldersIn(folder).some((one) => {
    const own = nameOf(one)
    return name === own || (name.startsWith(`${own}-`) && holds(join(folder, one), name.slice(own.length + 1), nameOf))
  })

/** True where the last session that a folder of logs tells of was started outside of the top. */
const isOthers = (top: string, folder: string): boolean => {
  const [newest] = sessionsIn(folder).toSorted((a, b) => b.at - a.at)
  const place = newest === undefined ? null : startOf(newest.path)
  return place !== null && !isBelow(top, place)
}

/** Paths that are not there and of which one would begin a folder below another that has logs of that name. */
const absentBelow = (folder: string, name: string): readonly string[] =>
  firstNames(name).flatMap((first) => {
    const path = join(folder, first)
    const found = unlessAbsent(() => statSync(path))
    if (found === undefined) return [path]
    return found.isDirectory() ? absentBelow(path, name.slice(first.length + 1)) : []
  })

/** What a folder may be called that begins a path of which only words are left, parted by dashes. */
const firstNames = (name: string): readonly string[] => {
  const words = name.split('-')
  const joined = words.flatMap((_, at) => ['-', '_', '.'].map((sign) => words.slice(0, at + 1).join(sign)))
  return [...new Set(joined)].filter((one) => /[^.]/.test(one))
}

/** The files on which it hangs where an agent was started, that of all its logs first: from the top, or absolute. */
export const startFolders = (location: Location, name: string, env: Environment): readonly string[] => {
  const starts = startsOf(location, name, env)
  return starts === null ? [] : [starts.folder, ...starts.below, ...starts.absent]
}

/**
 * A folder below the top in which an agent that reads the project's hooks only where it is started was started since `init` registered
 * it, and where it finds none: of that session nothing is heard. Null where there is none.
 */
export const startedBelow = (location: Location, name: string, env: Environment): string | null => {
  const since = unlessAbsent(() => statSync(observingFile(location)))?.mtimeMs ?? Number.POSITIVE_INFINITY
  for (const { path, at } of (startsOf(location, name, env)?.below ?? []).flatMap(sessionsIn)) {
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

const foldersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))
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
