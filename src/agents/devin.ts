import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { grouped } from './hook-list.js'
import { text } from './payload.js'

const caller = { agent: 'devin', folder: 'DEVIN_PROJECT_DIR' }
const editTools = '^(edit|write|notebook_edit|apply_patch)$'

/**
 * Devin CLI and Devin Desktop's local agent (docs.devin.ai, capture of 3000.6.14). Its payloads name neither folder nor
 * model: the folder comes from DEVIN_PROJECT_DIR, the model from DEVIN_MODEL where a person set it.
 */
export const devin: Agent = {
  product: 'Devin',
  trust: 'leave Restricted Mode for this folder',
  signs: ['.devin', '~/.config/devin', 'devin'],
  read: readDialect('devin', (payload, env) => ({
    cwd: text(payload['cwd']) ?? text(env['DEVIN_PROJECT_DIR']),
    model: text(payload['model']) ?? text(env['DEVIN_MODEL']),
  })),
  hooks: [
    {
      ...{ form: 'merged', path: '.devin/hooks.v1.json', under: null, head: {} },
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PreToolUse', mode: 'event', tools: '^exec$' },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'event', tools: '^exec$' },
        ],
        { timeout: 30 },
      ),
    },
  ],
}
