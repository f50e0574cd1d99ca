import type { Observation } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { claudeSaid } from './claude-dialect.js'
import { ampLog } from './logs.js'
import { firstString, type JsonObject, object, text } from './payload.js'
import { reportFunction } from './plugin-report.js'
import { observation } from './tool-call.js'

/** Our plugin speaks the dialect; an event of Amp's own is read as well, told by what it holds. */
const read = (payload: JsonObject): Observation => {
  if (payload['hook_event_name'] !== undefined) return observation(claudeSaid(payload, 'amp'))
  const said = { tool: 'amp', session: text(object(payload['thread'])['id']), cwd: text(payload['cwd']) }
  const call = text(payload['toolUseID'])
  if (call !== null) {
    const status = text(payload['status'])
    const moment = status === null ? 'before' : status === 'done' || status === 'error' ? 'after' : null
    const failed = status === 'error'
    return observation({ ...said, moment, failed, call, name: text(payload['tool']), input: payload['input'] })
  }
  const prompt = firstString(payload, 'message')
  return observation({ ...said, moment: prompt === null ? 'session-start' : 'prompt', prompt })
}

const plugin = `// @i-know-the-amp-plugin-api-is-wip-and-very-experimental-right-now
// commit-provenance: reports prompts and edits to the clone's own record.sh; \`provenance uninstall\` takes it away.
import { spawn } from 'node:child_process'

${reportFunction('amp')}
const tool = (hook_event_name, { tool, input, toolUseID, thread }) =>
  report({ hook_event_name, session_id: thread?.id, tool_name: tool, tool_use_id: toolUseID, tool_input: input }, process.cwd())

export default function provenance(amp) {
  amp.on('agent.start', async ({ message, thread }) => {
    await report({ hook_event_name: 'UserPromptSubmit', session_id: thread?.id, prompt: message }, process.cwd())
  })
  amp.on('tool.call', async (event) => {
    await tool('PreToolUse', event)
    return { action: 'allow' }
  })
  amp.on('tool.result', async (event) => {
    if (event.status === 'done') await tool('PostToolUse', event)
    if (event.status === 'error') await tool('PostToolUseFailure', event)
  })
}
`

/** Amp (types in the @ampcode/cli binary, ampcode.com/manual/plugin-api): a plugin of ours reports; the thread tells the model. */
export const amp: Agent = {
  product: 'Amp',
  trust: 'run it with plugins on (PLUGINS=all amp), or reload them (plugins: reload)',
  signs: ['.amp', '~/.config/amp', 'amp'],
  read,
  hooks: [{ form: 'own', path: '.amp/plugins/provenance.ts', mode: 0o644, text: plugin }],
  logs: ({ session, home }) =>
    session === null ? [] : [{ path: `${home}/.local/share/amp/threads/${session}.json`, read: ampLog }],
  sessionIn: (env) => text(env['AMP_CURRENT_THREAD_ID']) ?? text(env['AGENT_THREAD_ID']),
}
