import type { Observation } from '../core/event.js'
import type { Agent } from './agent.js'
import { claudeSaid } from './claude-dialect.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { reportFunction } from './plugin-report.js'
import { observation } from './tool-call.js'

/** Our plugin speaks the dialect; a hook's own `{input, output}` is read as well, its event told by what it holds. */
const read = (payload: JsonObject): Observation => {
  if (payload['hook_event_name'] !== undefined)
    return observation({ ...claudeSaid(payload, 'opencode'), toolVersion: text(payload['version']) })
  if (payload['event'] !== undefined) return readEvent(object(payload['event']))
  const [input, output] = [object(payload['input']), object(payload['output'])]
  const said = { tool: 'opencode', session: text(input['sessionID']), cwd: text(payload['directory']) }
  if (output['message'] !== undefined) {
    const words = list(output['parts']).map((part) => firstString(object(part), 'text') ?? '')
    return observation({ ...said, moment: 'prompt', model: modelOf(input), prompt: words.join('\n') })
  }
  const isAfter = input['args'] !== undefined
  const name = text(input['tool'])
  if (name === null) return observation({ ...said, moment: null })
  return observation({
    ...{ ...said, name, moment: isAfter ? 'after' : 'before', call: text(input['callID']) },
    ...{ model: text(payload['model']), input: input['args'] ?? output['args'] },
  })
}

const readEvent = (event: JsonObject): Observation => {
  const info = object(object(event['properties'])['info'])
  const said = { tool: 'opencode', cwd: text(info['directory']) ?? text(object(info['path'])['cwd']) }
  if (event['type'] === 'session.created')
    return observation({
      ...{ ...said, moment: 'session-start', session: text(info['id']), toolVersion: text(info['version']) },
    })
  const isModel = event['type'] === 'message.updated' && text(info['modelID']) !== null
  const session = text(info['sessionID'])
  return observation({ ...said, session, moment: isModel ? 'model' : null, model: text(info['modelID']) })
}

const modelOf = (input: JsonObject): string | null => text(object(input['model'])['modelID'])

/** Newer OpenCode (issue 25918) leaves out `tool.execute.after`: then the message's own parts tell that a tool is done. */
const plugin = `// commit-provenance: reports prompts and edits to the clone's own record.sh; \`provenance uninstall\` takes it away.
import { spawn } from 'node:child_process'

${reportFunction('opencode')}
export const Provenance = async ({ directory }) => {
  const models = new Map()
  const versions = new Map()
  const parents = new Map()
  // Calls that were begun here and not told of yet: a part is sent again when its output is pruned, and with a fork of its session.
  const open = new Set()
  // What a session did that the model opened for a subagent belongs to the session in which a person asked.
  const rootOf = (id) => (parents.has(id) ? rootOf(parents.get(id)) : id)
  const send = (hook_event_name, id, more) =>
    report({ hook_event_name, session_id: rootOf(id), model: models.get(id), version: versions.get(id), ...more }, directory)
  const tool = (event, { tool, sessionID, callID }, args) =>
    send(event, sessionID, { tool_name: tool, tool_use_id: callID, tool_input: args })
  return {
    'chat.message': async ({ sessionID, model }, { message, parts }) => {
      models.set(sessionID, model?.modelID ?? message?.model?.modelID ?? models.get(sessionID))
      const prompt = parts.filter(({ type, synthetic }) => type === 'text' && !synthetic).map(({ text }) => text).join('\\n')
      if (!parents.has(sessionID)) await send('UserPromptSubmit', sessionID, { prompt })
    },
    'tool.execute.before': async (input, { args }) => {
      open.add(input.callID)
      await tool('PreToolUse', input, args)
    },
    'tool.execute.after': async (input) => {
      open.delete(input.callID)
      await tool('PostToolUse', input, input.args)
    },
    event: async ({ event }) => {
      const { info, part } = event.properties ?? {}
      if ((event.type === 'session.created' || event.type === 'session.updated') && info) {
        versions.set(info.id, info.version)
        if (info.parentID && info.parentID !== info.id) parents.set(info.id, info.parentID)
      }
      if (event.type === 'message.updated' && info?.role === 'assistant') models.set(info.sessionID, info.modelID)
      const isOver = event.type === 'message.part.updated' && part?.type === 'tool' && /^(completed|error)$/.test(part.state?.status)
      if (isOver && open.delete(part.callID) && part.state.status === 'completed') await tool('PostToolUse', part, part.state.input)
    },
  }
}
`

/** OpenCode (@opencode-ai/plugin 1.18.33): no command hooks, so a plugin of ours reports. */
export const opencode: Agent = {
  product: 'OpenCode',
  signs: ['.opencode', 'opencode.json', '~/.config/opencode', 'opencode'],
  read,
  hooks: [{ form: 'own', path: '.opencode/plugins/provenance.js', mode: 0o644, text: plugin }],
}
