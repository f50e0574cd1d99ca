import type { Agent, HookEntry } from './agent.js'
import { hookCommand, type Mode } from './command.js'
import { readToolPayload } from './tool-payload.js'

const editTools = 'Edit|Write|MultiEdit|NotebookEdit'

/** Cursor loads Claude's settings too, and takes silence for a refusal where we are not installed. */
const command = (mode: Mode) =>
  hookCommand({
    ...{ agent: 'claude-code', mode, folder: 'CLAUDE_PROJECT_DIR' },
    otherwise: `[ -z "$CURSOR_VERSION" ] || echo '{"permission":"allow"}'`,
  })

const entry = (event: string, mode: Mode, more: { matcher?: string; timeout?: number } = {}): HookEntry => ({
  event,
  value: {
    ...(more.matcher === undefined ? {} : { matcher: more.matcher }),
    hooks: [{ type: 'command', command: command(mode), timeout: more.timeout ?? 10 }],
  },
})

/** Claude Code: its hooks reference and types of claude-code 2.1.329; timeouts in seconds. */
export const claudeCode: Agent = {
  read: readToolPayload,
  hooks: [
    {
      ...{ form: 'merged', path: '.claude/settings.json', under: 'hooks', head: {} },
      entries: [
        entry('SessionStart', 'event'),
        entry('UserPromptSubmit', 'event'),
        entry('PreToolUse', 'edit', { matcher: editTools }),
        entry('PreToolUse', 'event', { matcher: 'Bash', timeout: 30 }),
        entry('PostToolUse', 'edit', { matcher: editTools }),
        entry('PostToolUse', 'event', { matcher: 'Bash', timeout: 30 }),
        entry('SessionEnd', 'event'),
      ],
    },
  ],
}
