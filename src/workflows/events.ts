import { homedir } from 'node:os'
import type { LogFile, LogPlace, SessionLog } from '../agents/agent.js'
import type { Environment } from '../agents/caller.js'
import { agents } from '../agents/index.js'
import { withAnnounced } from '../core/announced-edit.js'
import type { Resolve } from '../core/assemble.js'
import { type AgentEvent, unreadEvent } from '../core/event.js'
import { type Location, pathInTree } from '../store/location.js'
import { readLog } from '../store/session-logs.js'
import type { RawEntry } from '../store/spool.js'
import { observe } from './observe.js'

/** The event in a payload that the shell laid down; one that cannot be understood is told of as such. */
export const eventOfRaw = (location: Location, entry: RawEntry): readonly AgentEvent[] => {
  try {
    const {
      prompt: _prompt,
      command: _command,
      cwd: _cwd,
      ...observation
    } = observe(entry.agent, entry.payload, entry.env)
    if (observation.kind === 'edit-after' && observation.files.length === 0) return [unreadEvent(entry.at)]
    const files = observation.files.flatMap((file) => {
      const path = pathInTree(location, file.path)
      return path === null ? [] : [{ ...file, path }]
    })
    const snapshots = files.slice(0, 1).map(({ path }) => ({ path, content: entry.disk }))
    const event: AgentEvent = { ...observation, files, snapshots, leaf: null, head: null, at: entry.at }
    return withAnnounced(event, agents[event.tool]?.reportsBeforeOnly === true)
  } catch {
    return [unreadEvent(entry.at)]
  }
}

/** Model and version for an event from its session's logs: of the very tool call, else the newest. Each file is read once. */
export const transcriptResolver = (home: string = homedir(), env: Environment = process.env): Resolve => {
  const known = new Map<string, SessionLog | null>()
  const logAt = ({ path, read }: LogFile): SessionLog | null => {
    if (!known.has(path)) {
      const text = readLog(path)
      known.set(path, text === null ? null : read(text))
    }
    return known.get(path) ?? null
  }
  return ({ tool, transcript, session, call }) => {
    const found = logFiles(tool, { transcript, session, home, env }).flatMap((file) => logAt(file) ?? [])
    const ofCall = call === null ? undefined : found.map(({ modelOfCall }) => modelOfCall.get(call)).find(isText)
    const model = ofCall ?? found.map(({ newestModel }) => newestModel).find(isText) ?? null
    return { model, toolVersion: found.map(({ version }) => version).find(isText) ?? null }
  }
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string'

/** A session's name becomes part of a path, so it may hold nothing that leads elsewhere. */
const logFiles = (tool: string, place: LogPlace): readonly LogFile[] => {
  const session = place.session !== null && /^[\w][\w.-]{0,127}$/.test(place.session) ? place.session : null
  return agents[tool]?.logs?.({ ...place, session }) ?? []
}
