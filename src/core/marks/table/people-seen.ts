import { type MarkRow, rows } from './row.js'

/**
 * Identities met in real histories that the published tables lack: `NAME <ADDRESS>`, as author or co-author. An app's login
 * (`LOGIN[bot]`) goes into bot-logins.ts as well.
 */
export const seenPeopleMarks: readonly MarkRow[] = [
  ...rows('claude-code', [
    [
      'high',
      /<(?:\d+\+)?claude\[bot\]@users\.noreply\.github\.com>/i,
      'claude[bot] <41898282+claude[bot]@users.noreply.github.com>',
      'dubzzz/fast-check history',
    ],
    [
      'medium',
      /^Claude[^<]*<(?:81847\+)?claude@users\.noreply\.github\.com>/i,
      'Claude <81847+claude@users.noreply.github.com>',
      'the account GitHub shows for noreply@anthropic.com',
    ],
  ]),
  ...rows('github-copilot', [
    [
      'medium',
      /^(?:GitHub )?Copilot\b[^<]*<(?:github\.)?copilot@(?:github|microsoft)\.com>/i,
      'GitHub Copilot <github.copilot@github.com>',
      'github/spec-kit history',
    ],
    [
      'high',
      /<(?:\d+\+)?copilot@users\.noreply\.github\.com>/i,
      'Copilot <copilot@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('cline', [
    [
      'medium',
      /^Cline\b[^<]*<(?:bot@cline\.bot|cline@users\.noreply\.github\.com)>/i,
      'Cline <bot@cline.bot>',
      'cline/cline history',
    ],
  ]),
  ...rows('letta-code', [
    [
      'high',
      /<(?:agent-(?:local-)?[0-9a-f-]{36}|agents\+[\w.-]+)@letta\.com>/i,
      'Overlord <agents+overlord@letta.com>',
      'letta-ai/letta-code history',
    ],
    ['medium', /^Letta(?: Code)? <[\w.+-]+@letta\.com>/i, 'Letta Code <hi@letta.com>', 'letta-ai/letta-code history'],
  ]),
  ...rows('openhands', [
    [
      'high',
      /<(?:openhands|opendevin)@(?:all-hands\.dev|openhands\.dev|opendevin\.ai)>/i,
      'OpenHands <opendevin@all-hands.dev>',
      'All-Hands-AI/OpenHands history',
    ],
  ]),
  ...rows('agent-think', [
    [
      'high',
      /<(?:\d+\+)?agent-think\[bot\]@users\.noreply\.github\.com>/i,
      'agent-think[bot] <agent-think[bot]@users.noreply.github.com>',
      'cloudflare/workers-oauth-provider history',
    ],
  ]),
  ...rows('mux', [
    ['high', /^Mux <noreply@coder\.com>/i, 'Mux <noreply@coder.com>', 'coder/mux history'],
    [
      'high',
      /<(?:\d+\+)?mux-bot\[bot\]@users\.noreply\.github\.com>/i,
      'mux-bot[bot] <264182336+mux-bot[bot]@users.noreply.github.com>',
      'coder/mux history',
    ],
  ]),
  ...rows('nori', [
    ['medium', /^Nori <contact@tilework\.tech>/i, 'Nori <contact@tilework.tech>', 'steveyegge/beads history'],
  ]),
]
