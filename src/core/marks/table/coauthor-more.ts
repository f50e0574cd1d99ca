import { convention, type MarkRow, rows } from './row.js'

/** Addresses of the less common agents, and models given as the name of a co-author. */
export const moreCoauthors: readonly MarkRow[] = [
  ...rows('crush', [
    ['high', /<crush@charm\.land>$/i, 'Crush <crush@charm.land>', 'charmbracelet/crush'],
    ['medium', /<noreply@crush\.charm\.land>$/i, 'Crush <noreply@crush.charm.land>', 'charmbracelet/crush history'],
  ]),
  ...rows('qwen-code', [
    [
      'high',
      /<(?:qwen-coder@alibabacloud\.com|noreply@alibaba\.com)>$/i,
      'Qwen-Coder <qwen-coder@alibabacloud.com>',
      'Qwen Code gitCoAuthor default',
    ],
  ]),
  ...rows('openhands', [
    [
      'high',
      /<openhands@all-hands\.dev>$/i,
      'openhands <openhands@all-hands.dev>',
      'All-Hands-AI/OpenHands system prompt and history',
    ],
    // Some values lack the angle brackets
    [
      'medium',
      /^OpenHands[^<]*<?openhands(?:-claude)?@all-hands\.dev>?$|<opendevin@opendevin\.ai>$/i,
      'OpenHands-GPT-5 openhands@all-hands.dev',
      'All-Hands-AI/OpenHands history',
    ],
  ]),
  ...rows('mistral-vibe', [
    ['high', /<vibe@mistral\.ai>$/i, 'Mistral Vibe <vibe@mistral.ai>', 'mistralai/mistral-vibe'],
  ]),
  ...rows('letta-code', [
    [
      'high',
      /<(?:noreply@letta\.com|agent-[0-9a-f-]{36}@letta\.com)>$|<248085862\+letta-code@users\.noreply\.github\.com>/i,
      'Letta Code <noreply@letta.com>',
      'letta-ai/letta-code history',
    ],
  ]),
  ...rows('augment', [
    ['medium', /<noreply@augmentcode\.com>$/i, 'Augment Agent <noreply@augmentcode.com>', 'public histories'],
  ]),
  ...rows('happy', [
    ['high', /<yesreply@happy\.engineering>$/i, 'Happy <yesreply@happy.engineering>', 'public histories'],
  ]),
  ...rows('trae', [
    [
      'medium',
      /^TRAE\b[^<]*<noreply@bytedance\.com>$/i,
      'TRAE CLI <noreply@bytedance.com>',
      'public files, not seen in history',
    ],
  ]),
  ...rows('pi', [['high', /<noreply@pi\.dev>$/i, 'Pi <noreply@pi.dev>', 'block/aittributor']]),
  ...rows('command-code', [
    ['medium', /<noreply@commandcode\.ai>$/i, 'CommandCodeBot <noreply@commandcode.ai>', 'public histories'],
  ]),
  ...rows('oh-my-codex', [['medium', /<omx@oh-my-codex\.dev>$/i, 'OmX <omx@oh-my-codex.dev>', 'public histories']]),
  ...rows('craft-agent', [
    ['medium', /<agents-noreply@craft\.do>$/i, 'Craft Agent <agents-noreply@craft.do>', 'public histories'],
  ]),
  ...convention('a model as a name', [
    // Custom addresses are common, e.g. name+claude-code@company: the name carries the evidence
    [
      'medium',
      /^(?:Claude )?(?:Opus|Sonnet|Haiku|Fable)\s?\d[\w.]*(?:\s\([^)]*\))?\s*</i,
      'Opus 4.7 <jane@example.com>',
      'public histories',
      'model',
    ],
    [
      'medium',
      /^Claude (?:Opus|Sonnet|Haiku|Fable|Mythos) \d[\w.]*[^<]*</i,
      'Claude Sonnet 4.6 <jamie+claude-code@example.com>',
      'public histories, about 590 in renovatebot/renovate',
      'model',
    ],
    [
      'medium',
      /^(?:gpt|gemini|glm|kimi|qwen|deepseek|grok|devstral)[- ]?[kK]?\d[\w.\- ]*</i,
      'gpt-4.1 <jane+github-copilot@example.com>',
      'public histories',
      'model',
    ],
  ]),
  ...rows('kimi-code', [
    // Kimi CLI itself adds nothing
    [
      'medium',
      /^Kimi\b[^<]*<noreply@kimi\.com>$/i,
      'Kimi K2.7 Code <noreply@kimi.com>',
      'public histories, 10',
      'model',
    ],
  ]),
  ...rows('claude-flow', [
    ['medium', /^claude-flow\s*<ruv@ruv\.net>$/i, 'claude-flow <ruv@ruv.net>', 'public histories, 300'],
  ]),
  ...rows('oh-my-opencode', [
    ['medium', /<clio-agent@sisyphuslabs\.ai>$/i, 'Sisyphus <clio-agent@sisyphuslabs.ai>', 'public histories'],
  ]),
  ...rows('sageox', [['medium', /<ox@sageox\.ai>$/i, 'SageOx <ox@sageox.ai>', 'public histories']]),
  ...rows('termai', [['medium', /<noreply@termai\.io>$/i, 'termai <noreply@termai.io>', 'public histories']]),
  ...rows('paperclip', [
    ['medium', /<noreply@paperclip\.ing>$/i, 'Paperclip <noreply@paperclip.ing>', 'public histories'],
  ]),
  ...convention('ReARM', [
    ['low', /ReARM Agent/i, 'Claude Code (ReARM Agent) <rearm-agent-claude@reliza.io>', 'relizaio/rearm history'],
  ]),
]
