import { byName } from '../core/by-name.js'
import type { Observation } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { flat } from './hook-list.js'
import { firstString, type JsonObject, object, text } from './payload.js'
import { serverTool } from './server-tools.js'
import { type Moment, observation } from './tool-call.js'

const moments: Readonly<Record<string, readonly [moment: Moment, tool: string | null]>> = byName({
  pre_user_prompt: ['prompt', null],
  pre_write_code: ['before', 'edit'],
  post_write_code: ['after', 'edit'],
  pre_run_command: ['before', 'shell'],
  post_run_command: ['after', 'shell'],
  pre_mcp_tool_use: ['before', null],
  post_mcp_tool_use: ['after', null],
})

const read = (payload: JsonObject): Observation => {
  const info = object(payload['tool_info'])
  const [moment, name] = moments[text(payload['agent_action_name']) ?? ''] ?? [null, null]
  return observation({
    moment,
    name: name ?? serverTool(text(info['mcp_tool_name']) ?? ''),
    tool: 'windsurf',
    session: text(payload['trajectory_id']),
    model: text(payload['model_name']),
    cwd: text(info['cwd']),
    prompt: firstString(info, 'user_prompt'),
    input: { ...info, command: info['command_line'] },
  })
}

/** Windsurf's Cascade (hooks of docs.windsurf.com), which Devin Desktop replaced in September 2026: older installations. */
export const windsurf: Agent = {
  product: 'Windsurf',
  signs: ['.windsurf', '~/.codeium/windsurf'],
  read,
  hooks: [
    {
      form: 'merged',
      path: '.windsurf/hooks.json',
      under: 'hooks',
      head: {},
      entries: flat(
        { agent: 'windsurf' },
        [
          { event: 'pre_user_prompt', mode: 'event' },
          { event: 'pre_write_code', mode: 'edit' },
          { event: 'post_write_code', mode: 'edit' },
          { event: 'pre_run_command', mode: 'event' },
          { event: 'post_run_command', mode: 'event' },
          // It has no matchers: of a server's tool that only reads node is told, too.
          { event: 'pre_mcp_tool_use', mode: 'event' },
          { event: 'post_mcp_tool_use', mode: 'event' },
        ],
        { show_output: false },
      ),
    },
  ],
}
