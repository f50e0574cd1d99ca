import type { Environment } from '../core/environment.js'
import type { Agent } from './agent.js'
import { readDialect } from './claude-dialect.js'
import { aroundShell, grouped, switchedOff } from './hook-list.js'
import { claudeLog } from './logs.js'
import { text } from './payload.js'
import { writingTools } from './server-tools.js'

const caller = {
  agent: 'claude-code',
  folder: 'CLAUDE_PROJECT_DIR',
  // Cursor loads Claude's settings too, and takes silence for a refusal where we are not installed.
  otherwise: `[ -z "$CURSOR_VERSION" ] || echo '{"permission":"allow"}'`,
}
const editTools = 'Edit|Write|MultiEdit|NotebookEdit'

/** `AI_AGENT=claude-code_2-1-329_agent` carries the version with dashes for dots (CHANGELOG 2.1.120). */
const versionIn = (env: Environment): string | null =>
  /^claude-code_(\d+(?:-\d+)*)_/.exec(env['AI_AGENT'] ?? '')?.[1]?.replaceAll('-', '.') ?? null

/** A subagent that a workflow opened writes one folder deeper than others (claude-code 2.1, archives of sessions of May 2026). */
const transcriptsAt = (path: string): readonly string[] => [
  path,
  ...(ofSubagent.test(path) ? [path.replace(ofSubagent, '$1workflows/*/$2')] : []),
]
const ofSubagent = /([\\/]subagents[\\/])(agent-[\w-]+\.jsonl)$/

const projectsIn = (home: string, env: Environment): string =>
  `${env['CLAUDE_CONFIG_DIR'] ?? `${home}/.claude`}/projects`

/**
 * Claude Code: hooks reference and types of claude-code 2.1.329 and claude-agent-sdk 0.3.329; timeouts in seconds. PostModelSwitch
 * (2.1.251) is understood and not registered: before 2.1.101 (CHANGELOG) an event that is not known had the whole file ignored, a
 * team's permissions with it, and without a transcript alone does nothing else tell of a switch.
 */
export const claudeCode: Agent = {
  product: 'Claude Code',
  alsoInHome: true,
  // Claude Code 2.1.228: github.com/anthropics/claude-code/issues/86187.
  readsWhereStarted: true,
  // Each sign of a path but letters and digits is a dash in the name of its folder (claude-code 2.1).
  startLogs: ({ home, env }) => ({
    folder: projectsIn(home, env),
    nameOf: (path) => path.replaceAll(/[^a-zA-Z0-9]/g, '-'),
  }),
  switches: ['.claude/settings.json', '.claude/settings.local.json', '~/.claude/settings.json'].map(switchedOff),
  signs: ['.claude', '~/.claude', 'claude'],
  read: readDialect('claude-code', (_, env) => ({ toolVersion: versionIn(env) })),
  hooks: [
    {
      form: 'merged',
      path: '.claude/settings.json',
      under: 'hooks',
      head: {},
      entries: [
        ...grouped(caller, [
          { event: 'SessionStart', mode: 'event' },
          { event: 'UserPromptSubmit', mode: 'event' },
          { event: 'PreToolUse', mode: 'edit', tools: editTools },
          { event: 'PostToolUse', mode: 'edit', tools: editTools },
          { event: 'SessionEnd', mode: 'event' },
        ]),
        // PowerShell takes Bash's place on Windows (CLAUDE_CODE_USE_POWERSHELL_TOOL).
        ...grouped(caller, aroundShell('Bash|PowerShell', writingTools), { timeout: 30 }),
      ],
    },
  ],
  logs: ({ transcript, session, home, env }) => [
    ...(transcript === null ? [] : transcriptsAt(transcript).map((path) => ({ path, read: claudeLog }))),
    ...(transcript !== null || session === null
      ? []
      : [{ path: `${projectsIn(home, env)}/*/${session}.jsonl`, read: claudeLog }]),
  ],
  sessionIn: (env) => text(env['CLAUDE_CODE_SESSION_ID']),
  versionIn,
}
