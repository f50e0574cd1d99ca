import { type MarkRow, rows } from './row.js'

/** Trailers one tool writes, as `Key: value`; what a convention asks for is in trailer-conventions.ts. */
export const trailerMarks: readonly MarkRow[] = [
  ...rows('claude-code', [
    [
      'high',
      /^Claude-Session:\s*https:\/\/claude\.ai\/code\/session_[A-Za-z0-9]+/i,
      'Claude-Session: https://claude.ai/code/session_01abc',
      'claude-code changelog',
    ],
    // Carries model and percentage; seen only in Anthropic's own repo
    [
      'medium',
      /^Claude-Generated-By:\s*Claude Code\b/i,
      'Claude-Generated-By: Claude Code (cli/claude-opus-4-5=100%)',
      'claude-code history, 2026-01',
      'model',
    ],
    [
      'medium',
      /^Claude-(?:Steers|Permission-Prompts|Escapes):\s*\d+/i,
      'Claude-Steers: 3',
      'claude-code history, 2026-01',
    ],
    ['low', /^Claude-Workflow:\s*\S+/i, 'Claude-Workflow: review', 'commit-check'],
    ['high', /^Claude-sessions?-id:\s*\S+/i, 'Claude-session-id: uuid', 'schpet/jjagent src/jj.rs'],
    ['medium', /^Claude-Session-Path:\s*\S+/i, 'Claude-Session-Path: x.md', 'aiblame registry'],
  ]),
  ...rows('github-copilot', [
    [
      'high',
      /^Agent-Logs-Url:\s*https:\/\/github\.com\/[^/\s]+\/[^/\s]+\/sessions\/[0-9a-f-]{36}/i,
      'Agent-Logs-Url: https://github.com/o/r/sessions/0f8fad5b-d9cb-469f-a165-70867728950e',
      'github.blog changelog 2026-03-20; aiblame registry',
    ],
    [
      'high',
      /^Copilot-Session:\s*\S+/i,
      'Copilot-Session: 0f8fad5b-d9cb-469f-a165-70867728950e',
      'github/spec-kit history Aug 2026',
    ],
  ]),
  ...rows('cursor', [['high', /^Made-with:\s*Cursor\b/i, 'Made-with: Cursor', 'aiblame registry']]),
  ...rows('amp', [
    [
      'high',
      /^Amp-Thread-ID:\s*(?:https:\/\/ampcode\.com\/threads\/)?T-[0-9a-f-]{36}/i,
      'Amp-Thread-ID: https://ampcode.com/threads/T-0f8fad5b-d9cb-469f-a165-70867728950e',
      'public histories; aiblame registry',
    ],
  ]),
  ...rows('replit-agent', [
    // Value 'Deployment' is not an AI edit
    [
      'medium',
      /^Replit-Commit-Author:\s*(?:Agent|Assistant)\s*$/i,
      'Replit-Commit-Author: Agent',
      'public files, not seen in history',
    ],
    [
      'medium',
      /^Replit-Commit-Session-Id:\s*\S+/i,
      'Replit-Commit-Session-Id: uuid',
      'public files, not seen in history',
    ],
    [
      'medium',
      /^Replit-Commit-(?:Checkpoint-Type|Event-Id|Screenshot-Url|Deployment-Build-Id):\s*\S+/i,
      'Replit-Commit-Checkpoint-Type: full_checkpoint',
      'public files, not seen in history',
    ],
  ]),
  ...rows('crush', [
    // Exact model id
    [
      'high',
      /^Assisted-by:\s*Crush:\S+/i,
      'Assisted-by: Crush:claude-sonnet-4-6',
      'charmbracelet/crush (default attribution)',
      'model',
    ],
    [
      'high',
      /^Assisted-by:\s*\S.* via Crush\b/i,
      'Assisted-by: GLM-4.7 via Crush <crush@charm.land>',
      'charmbracelet/crush (earlier default)',
      'model',
    ],
  ]),
  ...rows('pi', [['low', /^Generated-By:\s*pi\b/i, 'Generated-By: pi 0.52', 'public histories']]),
  ...rows('verdent', [
    [
      'medium',
      /^(?:Generated-by|Assisted-by|Co-authored-by|Commit-generated-by):\s*Verdent(?: AI)?\s*<(?:verdent|noreply)@verdent\.ai>/i,
      'Generated-by: Verdent AI <verdent@verdent.ai>',
      'ChecKMarKDevTools/rai-lint history',
    ],
  ]),
]
