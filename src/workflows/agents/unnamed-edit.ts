import type { AgentEvent, FileSnapshot, Observation } from '../../core/edits/event.js'
import type { Location } from '../../store/location.js'
import { appendEvent } from '../../store/spool.js'
import { eventOf, eventsIn, snapshotOf } from './observed-event.js'
import { type Now, storeShellAfter } from './record-shell.js'

/** A file of an edit that was announced, as it was looked at then. */
type Announced = { readonly event: AgentEvent; readonly look: FileSnapshot; readonly isOpen: boolean }

/**
 * Stores the end of an edit that does not name its file, as some builds do (Kiro IDE to 1.0.138). Of the edits that were announced
 * the one is meant whose file the answer names; else those of this turn that have not ended and whose files have changed since;
 * else the last. Where none was, it is told of as a command is.
 */
export const storeUnnamedEdit = (location: Location, observation: Observation, input: Now): void => {
  const { now } = input
  const announced = announcedTo(observation, eventsIn(location, now))
  const snapshotAt = ({ look: { path } }: Announced) => snapshotOf(location, path)
  const changed = announced.filter((one) => one.isOpen && snapshotAt(one).content !== one.look.content)
  const meant = [namedIn(observation.answer ?? '', announced), changed, announced.slice(-1)].find(
    (some) => some.length > 0,
  )
  if (meant === undefined) return storeShellAfter(location, observation, input)
  const files = meant.flatMap(({ event, look }) => event.files.filter(({ path }) => path === look.path))
  appendEvent(location, { ...eventOf(observation, now), files, snapshots: meant.map(snapshotAt) })
}

/** The files of the edits that an observation may be the end of, each as it was last announced. */
const announcedTo = ({ tool, session, call }: Observation, events: readonly AgentEvent[]): readonly Announced[] => {
  const announced = new Map<string, Announced>()
  const closeAll = () => {
    for (const [path, one] of announced) announced.set(path, { ...one, isOpen: false })
  }
  for (const event of events.filter((one) => one.tool === tool && one.session === session)) {
    if (event.kind === 'prompt') closeAll()
    for (const look of event.snapshots) {
      const known = announced.get(look.path)
      if (event.kind === 'edit-after' && known !== undefined) announced.set(look.path, { ...known, isOpen: false })
      if (event.kind !== 'edit-before' || event.call !== call) continue
      announced.delete(look.path)
      announced.set(look.path, { event, look, isOpen: true })
    }
  }
  return [...announced.values()]
}

/** The announced file that an answer names, as a word of its own; of several the one with the longest name. */
const namedIn = (answer: string, announced: readonly Announced[]): readonly Announced[] => {
  const words = ` ${answer.replaceAll(/["'`()]/g, ' ')} `
  const named = announced.filter(({ look: { path } }) =>
    words.split(path).some((_, at, parts) => at > 0 && isApart(parts[at - 1] ?? '', parts[at] ?? '')),
  )
  return named.toSorted((one, other) => other.look.path.length - one.look.path.length).slice(0, 1)
}

const isApart = (before: string, after: string): boolean => /[\s/]$/.test(before) && /^[.,:;!]*\s/.test(after)
