import { type MarkRow, rows } from './row.js'

/** Agents as author or committer: `NAME <ADDRESS>`. */
export const authorMarks: readonly MarkRow[] = [
  ...rows('claude-code', [
    // Claude Code on the web/cloud commits as author
    ['high', /^Claude(?: Code)?\s*<noreply@anthropic\.com>$/i, 'Claude <noreply@anthropic.com>', 'public histories'],
    [
      'high',
      /<209825114\+claude\[bot\]@users\.noreply\.github\.com>/i,
      'claude[bot] <209825114+claude[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
    [
      'medium',
      /<215619710\+anthropic-claude\[bot\]@users\.noreply\.github\.com>/i,
      'anthropic-claude[bot] <215619710+anthropic-claude[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
    [
      'medium',
      /<208546643\+claude-code-action\[bot\]@users\.noreply\.github\.com>/i,
      'claude-code-action[bot] <208546643+claude-code-action[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('github-copilot', [
    [
      'high',
      /^copilot-swe-agent\[bot\]|<198982749\+Copilot@users\.noreply\.github\.com>/i,
      'copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
    [
      'medium',
      /<167198135\+copilot\[bot\]@users\.noreply\.github\.com>/i,
      'copilot[bot] <167198135+copilot[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('cursor', [
    ['high', /<cursoragent@cursor\.com>$/i, 'Cursor Agent <cursoragent@cursor.com>', 'public histories'],
    [
      'high',
      /<206951365\+cursor\[bot\]@users\.noreply\.github\.com>/i,
      'cursor[bot] <206951365+cursor[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('codex', [
    ['high', /<codex@openai\.com>$/i, 'Codex <codex@openai.com>', 'public histories'],
    [
      'medium',
      /<215057067\+openai-codex\[bot\]@users\.noreply\.github\.com>/i,
      'openai-codex[bot] <215057067+openai-codex[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
    [
      'high',
      /<199175422\+chatgpt-codex-connector\[bot\]@users\.noreply\.github\.com>/i,
      'chatgpt-codex-connector[bot] <199175422+chatgpt-codex-connector[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('gemini-cli', [
    [
      'medium',
      /<218312386\+gemini-cli\[bot\]@users\.noreply\.github\.com>/i,
      'gemini-cli[bot] <218312386+gemini-cli[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('gemini-code-assist', [
    [
      'high',
      /<176961590\+gemini-code-assist\[bot\]@users\.noreply\.github\.com>/i,
      'gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('jules', [
    [
      'high',
      /<161369871\+google-labs-jules\[bot\]@users\.noreply\.github\.com>/i,
      'google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('devin', [
    [
      'high',
      /<158243242\+devin-ai-integration\[bot\]@users\.noreply\.github\.com>/i,
      'Devin AI <158243242+devin-ai-integration[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('aider', [
    // Author and/or committer name suffix
    ['high', /\(aider\)\s*</i, 'Jane Dev (aider) <jane@example.com>', 'Aider-AI/aider aider/repo.py'],
  ]),
  ...rows('opencode', [['high', /<noreply@opencode\.ai>$/i, 'opencode AI <noreply@opencode.ai>', 'public histories']]),
  ...rows('warp', [
    [
      'medium',
      /<(?:240773466\+warp-(?:agent-staging|dev-github-integration)|277970191\+oz-for-oss)\[bot\]@users\.noreply\.github\.com>/i,
      'oz-for-oss[bot] <277970191+oz-for-oss[bot]@users.noreply.github.com>',
      'warpdotdev/warp history',
    ],
  ]),
  ...rows('factory-droid', [
    [
      'high',
      /<138933559\+factory-droid\[bot\]@users\.noreply\.github\.com>/i,
      'factory-droid[bot] <138933559+factory-droid[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('junie', [
    ['medium', /<junie@jetbrains\.com>$/i, 'Junie <junie@jetbrains.com>', 'public files, not seen in history'],
  ]),
  ...rows('jetbrains-ai', [
    [
      'medium',
      /<220155983\+jetbrains-ai\[bot\]@users\.noreply\.github\.com>/i,
      'jetbrains-ai[bot] <220155983+jetbrains-ai[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('amazon-q', [
    [
      'high',
      /<208079219\+amazon-q-developer\[bot\]@users\.noreply\.github\.com>/i,
      'amazon-q-developer[bot] <208079219+amazon-q-developer[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('cline', [
    [
      'high',
      /<(?:205137888\+cline\[bot\]|276134852\+cline-cloud\[bot\])@users\.noreply\.github\.com>/i,
      'cline[bot] <205137888+cline[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action; cline/cline history',
    ],
  ]),
  ...rows('roo-code', [
    [
      'high',
      /<roomote@roocode\.com>$|<219738659\+roomote\[bot\]@users\.noreply\.github\.com>/i,
      'roomote[bot] <219738659+roomote[bot]@users.noreply.github.com>',
      'RooCodeInc/Roo-Code history',
    ],
  ]),
  ...rows('kilo-code', [
    [
      'medium',
      /<240665456\+kiloconnect\[bot\]@users\.noreply\.github\.com>/i,
      'kiloconnect[bot] <240665456+kiloconnect[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('continue', [
    [
      'high',
      /<(?:230936708\+continue|230944351\+continue-staging)\[bot\]@users\.noreply\.github\.com>/i,
      'continue[bot] <230936708+continue[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action; continuedev/continue history',
    ],
  ]),
  ...rows('replit-agent', [
    ['medium', /<agent@replit\.com>$/i, 'Replit Agent <agent@replit.com>', 'public files, not seen in history'],
  ]),
  ...rows('lovable', [
    [
      'medium',
      /^(?:gpt-engineer-app|lovable-dev)\[bot\]|<159125892\+(?:gpt-engineer-app|lovable-dev)\[bot\]@users\.noreply\.github\.com>/i,
      'gpt-engineer-app[bot] <159125892+gpt-engineer-app[bot]@users.noreply.github.com>',
      'public files, not seen in history',
    ],
  ]),
  ...rows('v0', [
    [
      'medium',
      /^v0\[bot\]|<it\+v0agent@vercel\.com>$/i,
      'v0 <it+v0agent@vercel.com>',
      'public files, not seen in history',
    ],
  ]),
  ...rows('sweep', [
    [
      'high',
      /<(?:128439645\+sweep-ai|131841235\+sweep-nightly)\[bot\]@users\.noreply\.github\.com>/i,
      'sweep-ai[bot] <128439645+sweep-ai[bot]@users.noreply.github.com>',
      'sweepai/sweep history',
    ],
  ]),
  ...rows('coderabbit', [
    [
      'high',
      /<136622811\+coderabbitai\[bot\]@users\.noreply\.github\.com>/i,
      'coderabbitai[bot] <136622811+coderabbitai[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('cody', [
    [
      'medium',
      /<201248094\+sourcegraph-cody\[bot\]@users\.noreply\.github\.com>/i,
      'sourcegraph-cody[bot] <201248094+sourcegraph-cody[bot]@users.noreply.github.com>',
      'chaoss/ai-detection-action',
    ],
  ]),
  ...rows('zed', [
    ['low', /<noreply@zed\.dev>$/i, 'Zed AI <noreply@zed.dev>', 'trieloff/vibe-coded-badge-action detection table'],
  ]),
  ...rows('qwen-code', [
    [
      'medium',
      /^Qwen[- ]Code[r]?\b[^<]*<(?:noreply@alibaba\.com|qwen-coder@alibabacloud\.com)>$/i,
      'Qwen Code <noreply@alibaba.com>',
      'public histories',
    ],
  ]),
  ...rows('openhands', [
    [
      'high',
      /<openhands@all-hands\.dev>$|<opendevin@(?:opendevin\.ai|all-hands\.dev)>$/i,
      'openhands <openhands@all-hands.dev>',
      'All-Hands-AI/OpenHands history',
    ],
  ]),
]
