import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  futimesSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { openDraft } from './atomic.js'
import type { Location } from './location.js'
import { handOver } from './owner.js'
import { makeState } from './state-folder.js'
import { unlessAbsent } from './text.js'

/** Whether the agents' hooks are live in a work tree, and the files on which that hangs: from its top, or absolute. */
export type Liveness = {
  readonly live: boolean
  readonly files: readonly string[]
  /** Those that also have to be executable: a change of a mode leaves no other trace. */
  readonly programs: readonly string[]
}

/** Kept for hooks/parts/none.sh: the answer, the home it is for, and how each file was found. The file's time is that of the look. */
const liveFile = (location: Location): string => join(location.state, 'live')

const textOf = (location: Location): string => readFileSync(liveFile(location), 'utf8')

/** Names the agents whose hooks `init` registered, a line each. */
export const observingFile = (location: Location): string => join(location.shared, 'observing')

/** What was found last; null where nothing is kept, or what is cut off or another's, or for another home, or where a file was changed, made or removed since. */
export const readLive = (location: Location, home: string): boolean | null => {
  try {
    const [, answer, lines = ''] =
      /^(yes|no)\n((?:(?:home|here|gone|runs|idle) .*\n)+)end\n$/.exec(textOf(location)) ?? []
    const looked = timeOf(liveFile(location)) ?? 0n
    const isAsFound = (path: string, found: boolean) => {
      const time = timeOf(resolve(location.top, path))
      return found ? time !== null && time < looked : time === null
    }
    const holds = lines
      .slice(0, -1)
      .split('\n')
      .every((line) => {
        const [word, rest] = [line.slice(0, 4), line.slice(5)]
        if (word === 'home') return rest === home
        if (word === 'runs' || word === 'idle') return isExecutable(resolve(location.top, rest)) === (word === 'runs')
        return isAsFound(rest, word === 'here')
      })
    return answer !== undefined && holds && isAsFound(observingFile(location), true) ? answer === 'yes' : null
  } catch {
    return null
  }
}

/** Looks, and keeps what was found. A file that changes during the look counts as changed since. Throws what the file system throws. */
export const keepLive = (location: Location, home: string, look: () => Liveness): void => {
  makeState(location)
  const { path: draft, descriptor } = openDraft(liveFile(location), 0o600)
  try {
    // By the clock of the file system, which goes a little behind ours.
    const looked = Math.floor(fstatSync(descriptor).mtimeMs) / 1000
    const { live, files, programs } = look()
    const found = files.map((file) => `${existsSync(resolve(location.top, file)) ? 'here' : 'gone'} ${file}`)
    const run = programs.map((file) => `${isExecutable(resolve(location.top, file)) ? 'runs' : 'idle'} ${file}`)
    writeFileSync(descriptor, `${[live ? 'yes' : 'no', `home ${home}`, ...found, ...run, 'end'].join('\n')}\n`)
    futimesSync(descriptor, looked, looked)
    renameSync(draft, liveFile(location))
    handOver(location)
  } finally {
    closeSync(descriptor)
    rmSync(draft, { force: true })
  }
}

/** True for a file that is there and may be run. */
export const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** When a file was last changed, in nanoseconds of Unix time; null where there is none. */
const timeOf = (path: string): bigint | null => unlessAbsent(() => statSync(path, { bigint: true }))?.mtimeNs ?? null
