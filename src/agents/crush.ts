import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { flat } from './hook-list.js'

const caller = { agent: 'crush', folder: 'CRUSH_PROJECT_DIR' }

/**
 * Crush (source of August 2026): one hook, before a tool. What an edit will write is worked out from its arguments, and
 * counts where the file then holds it. Prompts and models are in no payload. Timeouts in seconds.
 */
export const crush: Agent = {
  product: 'Crush',
  signs: ['crush.json', '.crush.json', '.crush', '~/.config/crush', 'crush'],
  read: readDialect('crush'),
  hooks: [
    {
      ...{ form: 'merged', path: 'crush.json', under: 'hooks', head: {} },
      entries: flat(caller, [{ event: 'PreToolUse', mode: 'edit', tools: '^(edit|multiedit|write)$' }], {
        ...{ name: 'provenance', timeout: 30 },
      }),
    },
  ],
  reportsBeforeOnly: true,
}
