import { list, object, text } from './payload.js'

/** What a Claude Code transcript tells of a session: the model behind each tool call, the newest one, the tool's version. */
export type Transcript = {
  readonly modelOfCall: ReadonlyMap<string, string>
  readonly newestModel: string | null
  readonly version: string | null
}

/**
 * Reads transcript text (JSON lines, claude-code 2.1): assistant messages name their model, `<synthetic>` aside.
 * Lines that are torn or not JSON are passed over: the agent may be writing while we read, and we may start mid-line.
 */
export const readTranscript = (content: string): Transcript => {
  const modelOfCall = new Map<string, string>()
  let newestModel: string | null = null
  let version: string | null = null
  for (const line of content.split('\n')) {
    if (!line.includes('"assistant"')) continue
    const entry = parsed(line)
    if (entry['type'] !== 'assistant') continue
    const message = object(entry['message'])
    const model = text(message['model'])
    version = text(entry['version']) ?? version
    if (model === null || model === '<synthetic>') continue
    newestModel = model
    for (const part of list(message['content']).map(object)) {
      const id = text(part['id'])
      if (part['type'] === 'tool_use' && id !== null) modelOfCall.set(id, model)
    }
  }
  return { modelOfCall, newestModel, version }
}

const parsed = (line: string) => {
  try {
    return object(JSON.parse(line))
  } catch {
    return {}
  }
}
