import { type MarkRow, rows } from './row.js'

/** Agents that co-author as a GitHub app: `LOGIN[bot]`, with or without the numeric id. */
export const coauthorBots: readonly MarkRow[] = [
  ...rows('github-copilot', [
    // Same bot also signs non-AI code-scanning commits: require name 'Copilot Autofix'
    [
      'medium',
      /<62310815\+github-advanced-security\[bot\]@users\.noreply\.github\.com>/i,
      'Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@users.noreply.github.com>',
      'public histories',
    ],
    [
      'medium',
      /<223894421\+github-code-quality\[bot\]@users\.noreply\.github\.com>/i,
      'Copilot Autofix powered by AI <223894421+github-code-quality[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('codex', [
    [
      'high',
      /<codex@openai\.com>$|<215057067\+openai-codex\[bot\]@users\.noreply\.github\.com>/i,
      'OpenAI Codex <codex@openai.com>',
      'public histories',
    ],
  ]),
  ...rows('gemini-cli', [
    [
      'medium',
      /<(?:218312386\+)?gemini-cli\[bot\]@users\.noreply\.github\.com>/i,
      'gemini-cli[bot] <gemini-cli[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('gemini-code-assist', [
    [
      'high',
      /<176961590\+gemini-code-assist\[bot\]@users\.noreply\.github\.com>/i,
      'gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@users.noreply.github.com>',
      'public histories',
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
      'public histories',
    ],
  ]),
  ...rows('warp', [
    [
      'medium',
      /<(?:240773466\+warp-(?:agent-staging|dev-github-integration)|277970191\+oz-for-oss|284697482\+oz-for-x)\[bot\]@users\.noreply\.github\.com>/i,
      'oz-for-oss[bot] <277970191+oz-for-oss[bot]@users.noreply.github.com>',
      'warpdotdev/warp history',
    ],
  ]),
  ...rows('factory-droid', [
    [
      'high',
      /<138933559\+factory-droid\[bot\]@users\.noreply\.github\.com>/i,
      'factory-droid[bot] <138933559+factory-droid[bot]@users.noreply.github.com>',
      'Factory docs includeCoAuthoredByDroid',
    ],
  ]),
  ...rows('roo-code', [
    [
      'high',
      /<219738659\+roomote\[bot\]@users\.noreply\.github\.com>/i,
      'roomote[bot] <219738659+roomote[bot]@users.noreply.github.com>',
      'RooCodeInc/Roo-Code history',
    ],
  ]),
  ...rows('continue', [
    [
      'high',
      /<(?:230936708\+|230944351\+)?continue(?:-staging)?\[bot\]@users\.noreply\.github\.com>/i,
      'continue[bot] <continue[bot]@users.noreply.github.com>',
      'continuedev/continue history',
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
  ...rows('coderabbit', [
    [
      'high',
      /<136622811\+coderabbitai\[bot\]@users\.noreply\.github\.com>/i,
      'coderabbitai[bot] <136622811+coderabbitai[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('ellipsis', [
    // Review bot: suggestion accepted by a human
    [
      'medium',
      /<65095814\+ellipsis-dev\[bot\]@users\.noreply\.github\.com>/i,
      'ellipsis-dev[bot] <65095814+ellipsis-dev[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('cubic', [
    // Review bot: suggestion accepted by a human
    [
      'medium',
      /<191113872\+cubic-dev-ai\[bot\]@users\.noreply\.github\.com>/i,
      'cubic-dev-ai[bot] <191113872+cubic-dev-ai[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('greptile', [
    // Review bot: suggestion accepted by a human
    [
      'medium',
      /<165735046\+greptile-apps\[bot\]@users\.noreply\.github\.com>/i,
      'greptile-apps[bot] <165735046+greptile-apps[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('aikido-autofix', [
    // Review bot: suggestion accepted by a human
    [
      'medium',
      /<119856028\+aikido-autofix\[bot\]@users\.noreply\.github\.com>/i,
      'aikido-autofix[bot] <119856028+aikido-autofix[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('sweep', [
    [
      'high',
      /<(?:128439645\+sweep-ai|131841235\+sweep-nightly)\[bot\]@users\.noreply\.github\.com>/i,
      'sweep-nightly[bot] <131841235+sweep-nightly[bot]@users.noreply.github.com>',
      'sweepai/sweep history',
    ],
  ]),
  ...rows('pullfrog', [
    [
      'medium',
      /<226033991\+pullfrog\[bot\]@users\.noreply\.github\.com>/i,
      'pullfrog[bot] <226033991+pullfrog[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
  ...rows('terragon', [
    [
      'medium',
      /<terragon-labs\[bot\]@users\.noreply\.github\.com>/i,
      'terragon-labs[bot] <terragon-labs[bot]@users.noreply.github.com>',
      'public histories',
    ],
  ]),
]
