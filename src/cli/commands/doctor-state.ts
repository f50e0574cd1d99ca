import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ProvenanceError } from '../../core/errors.js'
import { shellWord } from '../../core/shell-word.js'
import { servesGate } from '../../store/gate.js'
import { readInstalled } from '../../store/installed.js'
import { leftovers } from '../../store/leftovers.js'
import type { Location } from '../../store/location.js'
import { readProblems } from '../../store/log.js'
import { hasMissed, observedNames } from '../../store/missed.js'
import { installedFile } from '../../store/own-state.js'
import { requireRoom } from '../../store/room.js'
import { readSpool } from '../../store/spool.js'
import { readText } from '../../store/text.js'
import { declaredFor, lapsedText } from '../../workflows/commit/declared.js'
import { clonesScripts } from '../../workflows/install/ready-clone.js'
import { program } from '../program-files.js'
import { type Check, notAsWritten, well, wrong } from './doctor-check.js'

const install = 'provenance init --yes'

/** What the hooks read and write, by name in a clone's folder and in a work tree's: a folder, or else a file. */
const sharedNames = ['runtime', 'record.sh', 'observing', 'key', 'installed.json', 'problems.jsonl']
const ownNames = ['flow', 'live', 'settings.json', 'carry.json', 'sessions.json', 'template']
const folders = ['spool', 'commits', 'prepared']

/** What stands where the hooks keep things and cannot serve them: nothing else that is kept there can be looked at then. */
export const placeChecks = (location: Location): readonly Check[] => {
  const states = [...new Set([location.shared, location.state])]
  const broken = states.flatMap((path) => placeCheck(path, true, install))
  if (broken.length > 0) return broken
  return [
    ...sharedNames.flatMap((name) => placeCheck(join(location.shared, name), false, install)),
    ...ownNames.flatMap((name) => placeCheck(join(location.state, name), false, null)),
    ...folders.flatMap((name) => placeCheck(join(location.state, name), true, null)),
  ]
}

/** Nothing where all is well or nothing is there; `again` is what puts it back once it was taken away. */
const placeCheck = (path: string, folder: boolean, again: string | null): readonly Check[] => {
  const word = shellWord(path)
  const found = lookAt(path)
  if (found === 'nothing') return []
  const kind = folder ? 'a folder' : 'a file'
  const remove = `rm -r ${word}${again === null ? '' : ` && ${again}`}`
  if (found === 'astray') return [wrong('state', `${path}: expected ${kind}, got a link that leads nowhere`, remove)]
  if (folder ? !found.isDirectory() : !found.isFile())
    return [
      wrong('state', `${path}: expected ${kind}, got ${found.isDirectory() ? 'a folder' : 'something else'}`, remove),
    ]
  const refusal = refusalOf(path, folder)
  if (refusal === null) return []
  if (refusal === 'EROFS')
    return [wrong('state', `${path}: expected ${kind} that can be written, got a read-only file system`, 'mount')]
  const open = isOthers(found) ? takeOver(path) : `chmod u+rw${folder ? 'x' : ''} ${word}`
  return [wrong('state', `${path}: expected ${kind} that can be read and written`, open)]
}

/** Another user's, as of an agent that ran as root, in a container or by sudo. */
const isOthers = ({ uid }: Stats): boolean => process.getuid !== undefined && uid !== process.getuid()
const takeOver = (path: string): string => `sudo chown -R "$(id -u)" ${shellWord(path)}`

const lookAt = (path: string): Stats | 'nothing' | 'astray' => {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ?? (lstatSync(path, { throwIfNoEntry: false }) === undefined ? 'nothing' : 'astray')
}

/** By what the system does not let this user read and write there (access(2)); null where it does. */
const refusalOf = (path: string, folder: boolean): string | null => {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | (folder ? constants.X_OK : 0))
    return null
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code ?? ''
  }
}

/** What is kept is for its owner only: prompts are proven by the key, and events hold code. */
export const privacyChecks = (location: Location): readonly Check[] =>
  [...new Set([location.shared, location.state, join(location.shared, 'key')])]
    // A server's gate is for whoever may push, and must be found.
    .filter((path) => path !== location.shared || !servesGate(location.commonDir))
    .filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0)
    .map((path) => wrong('state', `${path}: expected to be for its owner only`, `chmod go= ${shellWord(path)}`))

/** The events that wait, and what stops, full disks and bad payloads left behind. */
export const eventChecks = (location: Location): readonly Check[] => {
  const { entries, torn, closed } = readSpool(location, Date.now())
  const waiting = well('events', `${entries.length} wait for a commit`)
  const names = torn.map((name) => shellWord(join(location.state, 'spool', name)))
  const says = `${torn.length} torn by a stop in the middle of writing`
  const closedSays = `${closed.length} closed to you, for another user wrote them; no commit says what an agent did until then`
  const missed = 'what an agent reported could not be stored, so the next commit will not say that none was seen'
  return [
    waiting,
    ...roomChecks(location),
    ...(torn.length === 0 ? [] : [wrong('events', says, `rm ${names.join(' ')}`)]),
    ...(closed.length === 0 ? [] : [wrong('events', closedSays, takeOver(location.state))]),
    ...declaredFor(location, false).lapsed.map((one) =>
      wrong('declared', lapsedText(one), 'provenance declare --clear'),
    ),
    ...(hasMissed(location) ? [wrong('events', missed, 'provenance declare --help')] : []),
  ]
}

/** Where git would be left without room nothing is kept, and commits go through without a record. */
const roomChecks = (location: Location): readonly Check[] => {
  try {
    requireRoom(location.state, 0)
    return []
  } catch (cause) {
    const { message, hint } = cause as ProvenanceError
    return [wrong('disk', `${message}; until then commits go through without a record`, hint)]
  }
}

const maxProblems = 5

/** What programs that were stopped left behind, and what was logged. */
export const remainsChecks = (location: Location): readonly Check[] => {
  const left = [...new Set(leftovers(location, Date.now()))]
  const leftSays = `${left.length} of programs that were stopped in the middle; nothing needs them`
  const problems = readProblems(location)
  const shown = problems.slice(-maxProblems).map(({ at, where, what }) => `${at} ${where}: ${what}`)
  const log = shellWord(join(location.shared, 'problems.jsonl'))
  return [
    ...(left.length === 0 ? [] : [wrong('leftovers', leftSays, `rm -r ${left.map(shellWord).join(' ')}`)]),
    ...(problems.length === 0
      ? []
      : [
          wrong(
            'problems',
            `${problems.length} were logged; the last: ${shown.join('; ')}; where their cause is gone, forget them`,
            `rm ${log}`,
          ),
        ]),
  ]
}

/** Whether `uninstall` can read what is to be taken back. Throws FILE_UNREADABLE where it cannot. */
export const noteChecks = (location: Location): readonly Check[] => {
  readInstalled(installedFile(location))
  return []
}

/** Whether agents find their way to us, and their silence is taken for "saw none"; `mend` is what writes our files in the clone anew. */
export const reachChecks = (location: Location, mend: string): readonly Check[] => {
  const recorder = readText(join(location.shared, 'record.sh'))
  if (recorder === null) return [wrong('record.sh', 'gone: nothing that an agent does is seen', mend)]
  const otherwise = clonesScripts(program().hooks).filter(
    ([path, text]) => readText(join(location.shared, path)) !== text,
  )
  return [
    ...otherwise.map(([path]) => wrong(path === 'record.sh' ? path : join('provenance', path), notAsWritten, mend)),
    ...(observedNames(location).length > 0
      ? []
      : [well('observing', `off: no commit says that no agent was seen; to have it said: ${install}`)]),
  ]
}
