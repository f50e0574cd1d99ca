import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { aroundShell, grouped, switchedOff } from './hook-list.js'
import { writingToolsOf } from './server-tools.js'

const caller = { agent: 'continue', folder: 'CONTINUE_PROJECT_DIR' }
const editTools = 'Edit|Write|MultiEdit'
/** A server's tool has the name alone that its server gave it (extensions/cli/src/tools/index.tsx, convertMcpToolToContinueTool). */
const serverTools = writingToolsOf(`(?!(${editTools}|Bash)$)`)

/** Continue's `cn` (source of 1.5.47), which also reads Claude's settings files: one tool call counts once. Timeouts in seconds. */
export const continueCli: Agent = {
  product: 'Continue',
  alsoInHome: true,
  // extensions/cli/src/hooks/hookConfig.ts, getSettingsFilePaths.
  readsWhereStarted: true,
  // Claude's settings, which it reads too, switch off its own as well (extensions/cli/src/hooks/hookConfig.ts).
  switches: ['.continue', '.claude', '~/.continue', '~/.claude']
    .flatMap((folder) => [`${folder}/settings.json`, `${folder}/settings.local.json`])
    .map(switchedOff),
  signs: ['.continue', '~/.continue', 'cn'],
  read: readDialect('continue', () => ({ transcript: null })),
  hooks: [
    {
      form: 'merged',
      path: '.continue/settings.json',
      under: 'hooks',
      head: {},
      entries: grouped(
        caller,
        [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          ...aroundShell('Bash', serverTools),
        ],
        { timeout: 30 },
      ),
    },
  ],
}
