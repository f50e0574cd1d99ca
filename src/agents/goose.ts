import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { asLists, grouped, ownText } from './hook-list.js'
import { firstString, text } from './payload.js'

const caller = { agent: 'goose' }
const folder = '.agents/plugins/provenance'

/**
 * Goose (source of August 2026, hooks/mod.rs; a plugin in the Open Plugins form); timeouts in seconds. A matcher is an
 * unanchored expression. The model is in no payload: GOOSE_MODEL tells it where a person set it.
 */
export const goose: Agent = {
  product: 'Goose',
  signs: ['.agents/plugins', '~/.config/goose', 'goose'],
  read: readDialect('goose', (payload, env) => ({
    prompt: firstString(payload, 'message', 'prompt'),
    model: text(env['GOOSE_MODEL']),
  })),
  hooks: [
    {
      ...{ form: 'own', path: `${folder}/plugin.json`, mode: 0o644 },
      text: ownText({ name: 'provenance', version: '1.0.0', description: 'Reports edits to provenance/record.sh' }),
    },
    {
      ...{ form: 'own', path: `${folder}/hooks/hooks.json`, mode: 0o644 },
      text: ownText({
        hooks: asLists(
          grouped(
            caller,
            [
              { event: 'SessionStart', mode: 'event' },
              { event: 'UserPromptSubmit', mode: 'event' },
              { event: 'PreToolUse', mode: 'edit', tools: '^developer__(edit|write)$' },
              { event: 'PreToolUse', mode: 'event', tools: '^developer__shell$' },
              { event: 'PostToolUse', mode: 'edit', tools: '^developer__(edit|write)$' },
              { event: 'PostToolUse', mode: 'event', tools: '^developer__shell$' },
            ],
            { timeout: 30 },
          ),
        ),
      }),
    },
  ],
}
