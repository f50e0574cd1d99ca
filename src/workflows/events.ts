import { readTranscript, type Transcript } from '../agents/claude-transcript.js'
import type { Resolve } from '../core/assemble.js'
import type { AgentEvent } from '../core/event.js'
import { type Location, pathInTree } from '../store/location.js'
import type { RawEntry } from '../store/spool.js'
import { readTranscriptTail } from '../store/transcripts.js'
import { observe } from './observe.js'

/** The event in a payload that the shell laid down; none where it cannot be understood, or concerns no file here. */
export const eventOfRaw = (location: Location, entry: RawEntry): readonly AgentEvent[] => {
  try {
    const {
      prompt: _prompt,
      command: _command,
      cwd: _cwd,
      ...observation
    } = observe(entry.agent, entry.payload, entry.env)
    const files = observation.files.flatMap((file) => {
      const path = pathInTree(location, file.path)
      return path === null ? [] : [{ ...file, path }]
    })
    const snapshots = files.slice(0, 1).map(({ path }) => ({ path, content: entry.disk }))
    return [{ ...observation, files, snapshots, leaf: null, head: null, at: 0 }]
  } catch {
    return []
  }
}

/** Model and version for an event from its session's transcript: of the very tool call, else the newest message's. Each transcript is read once. */
export const transcriptResolver = (): Resolve => {
  const known = new Map<string, Transcript | null>()
  return (event) => {
    if (event.transcript === null) return { model: null, toolVersion: null }
    if (!known.has(event.transcript)) {
      const tail = readTranscriptTail(event.transcript)
      known.set(event.transcript, tail === null ? null : readTranscript(tail))
    }
    const transcript = known.get(event.transcript) ?? null
    const ofCall = event.call === null ? undefined : transcript?.modelOfCall.get(event.call)
    return { model: ofCall ?? transcript?.newestModel ?? null, toolVersion: transcript?.version ?? null }
  }
}
