import { homedir } from 'node:os'
import type { LogFile, LogPlace } from '../../agents/agent.js'
import { agents } from '../../agents/index.js'
import { type LoggedModels, modelsIn } from '../../agents/logged-model.js'
import { withAnnounced } from '../../core/edits/announced-edit.js'
import type { Resolve } from '../../core/edits/assemble.js'
import { type AgentEvent, unreadEvent } from '../../core/edits/event.js'
import type { Environment } from '../../core/environment.js'
import { type Location, pathInTree } from '../../store/location.js'
import { readLog } from '../../store/session-logs.js'
import type { RawEntry } from '../../store/spool.js'
import { observe } from './observe.js'

/** The event in a payload that the shell laid down; one that cannot be understood is told of as such. */
export const eventOfRaw = (location: Location, entry: RawEntry): readonly AgentEvent[] => {
  try {
    const {
      prompt: _prompt,
      command: _command,
      answer: _answer,
      cwd: _cwd,
      roots: _roots,
      ...observation
    } = observe(entry.agent, entry.payload, entry.env)
    if (observation.kind === 'edit-after' && observation.files.length === 0) return [unreadEvent(entry.at)]
    // Nobody looked when it was laid down.
    if (observation.kind === 'shell-before') return []
    const files = observation.files.flatMap((file) => {
      const path = pathInTree(location, file.path, entry.top ?? location.top)
      return path === null ? [] : [{ ...file, path }]
    })
    // It was written in this very work tree: under a path that this had then, where the entry is too old to say which.
    if (entry.top === null && files.length < observation.files.length) return [unreadEvent(entry.at)]
    // A link led there that leads there no more.
    if (files.length === 0 && observation.files.some(({ path }) => !path.startsWith(`${entry.top}/`)))
      return [unreadEvent(entry.at)]
    const snapshots = files.slice(0, 1).map(({ path }) => ({ path, content: entry.disk }))
    const event: AgentEvent = { ...observation, files, snapshots, leaf: null, head: null, at: entry.at }
    return withAnnounced(event, agents[event.tool]?.reportsBeforeOnly === true)
  } catch {
    return [unreadEvent(entry.at)]
  }
}

/** Model and version for an edit from its session's logs, the first that tell of them. Each file is read once. */
export const transcriptResolver = (home: string = homedir(), env: Environment = process.env): Resolve => {
  const known = new Map<string, ReadLog | null>()
  const logAt = (file: LogFile): ReadLog | null => {
    const log = known.get(file.path) ?? (known.has(file.path) ? null : logIn(file))
    known.set(file.path, log)
    return log
  }
  return ({ tool, transcript, session, ...edit }) => {
    const found = logFiles(tool, { transcript, session, home, env }).flatMap((file) => logAt(file) ?? [])
    const model =
      found.map(({ models }) => models.ofCall(edit)).find(isText) ??
      found.map(({ models }) => models.inTime(edit)).find(isText)
    const toolVersion = found.map(({ version }) => version).find(isText) ?? null
    return { model: model ?? null, toolVersion, now: agents[tool]?.logsNow === true }
  }
}

type ReadLog = { readonly models: LoggedModels; readonly version: string | null }

/** What a log tells; one that was made to break its reader tells nothing. */
const logIn = ({ path, read }: LogFile): ReadLog | null => {
  const found = readLog(path)
  if (found === null) return null
  try {
    const log = read(found.text)
    const version = log.version ?? (found.start === null ? null : read(found.start).version)
    return { models: modelsIn(log, found.start !== null), version }
  } catch {
    return null
  }
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string'

/** A session's name becomes part of a path, so it may hold nothing that leads elsewhere. */
const logFiles = (tool: string, place: LogPlace): readonly LogFile[] => {
  const session = place.session !== null && /^[\w][\w.-]{0,127}$/.test(place.session) ? place.session : null
  return agents[tool]?.logs?.({ ...place, session }) ?? []
}
