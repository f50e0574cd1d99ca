import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { around, grouped, switchedBy } from './hook-list.js'
import { modelAt } from './logs.js'
import { writingTools } from './server-tools.js'

const caller = { agent: 'factory-droid', folder: 'FACTORY_PROJECT_DIR' }
const editTools = 'Edit|Create|Write|MultiEdit|ApplyPatch'

/** Factory Droid (strings and schemas of the 0.225.2 binary, docs.factory.ai of September 2026); timeouts in seconds. */
export const factoryDroid: Agent = {
  product: 'Factory Droid',
  trust: 'type /hooks in Droid and review the entries; it reads them at its start',
  alsoInHome: true,
  switches: ['.factory/settings.json', '.factory/settings.local.json', '~/.factory/settings.json'].map(
    switchedBy(/"hooksDisabled"\s*:\s*true/),
  ),
  signs: ['.factory', '~/.factory', 'droid'],
  read: readDialect('factory-droid', () => ({ model: null })),
  hooks: [
    {
      form: 'merged',
      path: '.factory/hooks.json',
      under: null,
      head: {},
      // A hooks.json would hide the hooks that a settings.json has.
      instead: { path: '.factory/settings.json', under: 'hooks' },
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          ...around(['PreToolUse', 'PostToolUse'], ['Execute', writingTools]),
        ],
        { timeout: 30 },
      ),
    },
  ],
  logs: ({ transcript }) =>
    transcript === null ? [] : [{ path: transcript.replace(/\.jsonl$/, '.settings.json'), read: modelAt('model') }],
  logsNow: true,
}
