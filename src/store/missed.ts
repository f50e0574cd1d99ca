import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'
import { append } from './atomic.js'
import { observingFile } from './live.js'
import type { Location } from './location.js'
import { makeState } from './state-folder.js'
import { readText } from './text.js'

/** The mark of a report that could not be stored; hooks/record.sh leaves it, too. */
export const missedFile = 'missed'

/** The agents whose hooks `init` registered; none where something that one reported could not even be marked as missed. */
export const observedNames = (location: Location): readonly string[] =>
  nonEmptyLines(readText(observingFile(location)) ?? '')

/** Notes that something an agent reported could not be stored, so that silence does not pass for "saw no agent". Never throws. */
export const markMissed = (location: Location): void => {
  try {
    makeState(location)
    append(join(location.state, missedFile), '')
  } catch {
    withdraw(location)
  }
}

/** To take a file away needs no room on a disk: `doctor` then says that the hooks are not taken for live. */
const withdraw = (location: Location): void => {
  try {
    rmSync(observingFile(location), { force: true })
  } catch {
    // Where nothing can be changed, no commit gets a record either.
  }
}

/** True where something that an agent reported since the last commit could not be stored: here, or where its hook could not tell for which work tree. */
export const hasMissed = (location: Location): boolean =>
  [location.state, location.shared].some((folder) => existsSync(join(folder, missedFile)))

/** True where agents' hooks are installed, can reach us and are `live` (see live.ts), so that silence says something. */
export const isObserving = (location: Location, live: boolean | null): boolean =>
  live === true &&
  existsSync(observingFile(location)) &&
  existsSync(join(location.shared, 'record.sh')) &&
  !hasMissed(location)
