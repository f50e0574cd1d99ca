import { type MarkRow, rows } from './row.js'

/** Addresses of the widely used agents, as `Co-authored-by` carries them: `NAME <ADDRESS>`. */
export const coauthorMarks: readonly MarkRow[] = [
  ...rows('claude-code', [
    [
      'high',
      /^Claude(?: Code)?\s*<noreply@anthropic\.com>$/i,
      'Claude <noreply@anthropic.com>',
      'claude-code changelog',
    ],
    // Marketing name, not exact model id; may carry '(1M context)'
    [
      'high',
      /^Claude (?:Opus|Sonnet|Haiku|Fable|Mythos)\b[^<]*<noreply@anthropic\.com>$/i,
      'Claude Opus 4.6 (1M context) <noreply@anthropic.com>',
      'claude-code changelog (2.0.60 model name in trailer',
      'model',
    ],
    // Fallback on the address; also reused by hand-written trailers and other harnesses
    ['high', /<noreply@anthropic\.com>$/i, 'Anything <noreply@anthropic.com>', 'commit-check'],
    ['medium', /<claude@anthropic\.com>$/i, 'Claude <claude@anthropic.com>', 'public histories'],
  ]),
  ...rows('github-copilot', [
    [
      'high',
      /<198982749\+Copilot@users\.noreply\.github\.com>/i,
      'Copilot <198982749+Copilot@users.noreply.github.com>',
      'public histories',
    ],
    [
      'high',
      /<223556219\+Copilot@users\.noreply\.github\.com>/i,
      'Copilot <223556219+Copilot@users.noreply.github.com>',
      'github/copilot-cli changelog 0.0.410 (2026-02-14)',
    ],
    // Also name 'Copilot Autofix powered by AI'
    [
      'high',
      /<175728472\+Copilot@users\.noreply\.github\.com>/i,
      'Copilot <175728472+Copilot@users.noreply.github.com>',
      'public histories',
    ],
    // git.addAICoAuthor default was flipped on in 1.117 (Apr 2026) with false positives even with AI off; reverted
    [
      'low',
      /^Copilot\s*<copilot@github\.com>$/i,
      'Copilot <copilot@github.com>',
      'microsoft/vscode-copilot-chat; VS Code release notes',
    ],
    // noreply@github.com alone is GitHub's web-flow committer: match the name too
    [
      'medium',
      /^GitHub Copilot\s*<(?:noreply@github\.com|copilot@github\.com)>$/i,
      'GitHub Copilot <noreply@github.com>',
      'block/aittributor',
    ],
  ]),
  ...rows('cursor', [['high', /<cursoragent@cursor\.com>$/i, 'Cursor <cursoragent@cursor.com>', 'block/aittributor']]),
  ...rows('codex', [
    // Absent by default since 0.131: most Codex CLI commits are unmarked
    [
      'high',
      /^Codex\b[^<]*<noreply@openai\.com>$/i,
      'Codex <noreply@openai.com>',
      'openai/codex PR #11617 (Feb 2026, later removed in #22412)',
    ],
    ['medium', /<noreply@openai\.com>$/i, 'GPT-5.5 <noreply@openai.com>', 'public histories'],
    [
      'medium',
      /^Codex \((?:gpt|o\d)[^)]*\)\s*<noreply@openai\.com>$/i,
      'Codex (gpt-5.6-sol) <noreply@openai.com>',
      'aiblame value examples (66772172941)',
      'model',
    ],
  ]),
  ...rows('gemini-cli', [
    // No built-in trailer in gemini-cli itself; written by aittributor
    [
      'medium',
      /<gemini-cli-agent@google\.com>$/i,
      'Gemini CLI Agent <gemini-cli-agent@google.com>',
      'block/aittributor',
    ],
  ]),
  ...rows('aider', [
    // Exact model id
    [
      'high',
      /^aider \([^)]+\)\s*<aider@aider\.chat>$/i,
      'aider (anthropic/claude-sonnet-4) <aider@aider.chat>',
      'Aider-AI/aider aider/repo.py',
      'model',
    ],
    [
      'high',
      /<(?:noreply|aider)@aider\.(?:chat|dev)>$/i,
      'aider (gpt-4o) <noreply@aider.chat>',
      'Aider-AI/aider history',
      'model',
    ],
  ]),
  ...rows('opencode', [
    ['high', /<noreply@opencode\.ai>$/i, 'opencode <noreply@opencode.ai>', 'block/aittributor'],
    [
      'medium',
      /^OpenCode [A-Z][\w.-]*[ -]?\d[^<]*<noreply@opencode\.ai>$/i,
      'OpenCode GPT-5.6 Sol <noreply@opencode.ai>',
      'aiblame value examples (66772172941)',
      'model',
    ],
  ]),
  ...rows('amp', [['high', /<amp@ampcode\.com>$/i, 'Amp <amp@ampcode.com>', 'block/aittributor']]),
  ...rows('windsurf', [
    // No vendor document found; Windsurf writes no trailer by default
    [
      'low',
      /<(?:noreply@codeium\.com|noreply@windsurf\.com|windsurf@codeium\.com)>$/i,
      'Windsurf <noreply@codeium.com>',
      'block/aittributor; coderbuds/ai-detector YAML rules',
    ],
  ]),
  ...rows('warp', [
    ['high', /<(?:agent|oz-agent)@warp\.dev>$/i, 'Oz <oz-agent@warp.dev>', 'warpdotdev/warp history'],
    // Markdown-mangled trailer value, 35 seen
    [
      'medium',
      /^Oz \[oz-agent@warp\.dev\]\(mailto:/i,
      'Oz [oz-agent@warp.dev](mailto:oz-agent@warp.dev)',
      'warpdotdev/warp history',
    ],
  ]),
  ...rows('factory-droid', [['low', /<droid@factory\.ai>$/i, 'Droid <droid@factory.ai>', 'git-aftermerge']]),
  ...rows('junie', [['high', /<junie@jetbrains\.com>$/i, 'Junie <junie@jetbrains.com>', 'public histories']]),
  ...rows('kiro', [
    [
      'medium',
      /<244629292\+kiro-agent@users\.noreply\.github\.com>/i,
      'Kiro Agent <244629292+kiro-agent@users.noreply.github.com>',
      'public files, not seen in history',
    ],
  ]),
  ...rows('amazon-q', [
    [
      'medium',
      /^Amazon Q Developer\s*<noreply@(?:aws\.)?amazon\.com>$/i,
      'Amazon Q Developer <noreply@amazon.com>',
      'block/aittributor; user guides',
    ],
  ]),
  ...rows('goose', [
    // opensource@block.xyz is also a company mailbox: require name Goose
    [
      'medium',
      /<(?:opensource@block\.xyz|271095942\+aaif-goose@users\.noreply\.github\.com)>$/i,
      'Goose <opensource@block.xyz>',
      'block/aittributor; one observed identity',
    ],
  ]),
  ...rows('cline', [
    // Humans at @cline.bot exist: match the exact address
    [
      'low',
      /<(?:noreply@cline\.bot|cline-agent@users\.noreply\.github\.com)>$/i,
      'Cline <noreply@cline.bot>',
      'block/aittributor',
    ],
  ]),
  ...rows('roo-code', [
    ['high', /<roomote@roocode\.com>$/i, 'Roo Code <roomote@roocode.com>', 'RooCodeInc/Roo-Code history'],
  ]),
  ...rows('continue', [
    [
      'high',
      /<(?:noreply|agent)@continue\.dev>$/i,
      'Continue <noreply@continue.dev>',
      'continuedev/continue history and CLI',
    ],
  ]),
]
