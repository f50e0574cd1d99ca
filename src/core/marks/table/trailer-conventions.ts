import { convention, type MarkRow } from './row.js'

/** The names that the Apache and OpenInfra wordings are read with. */
const agentWords =
  'claude|opus|sonnet|haiku|fable|gpt|chatgpt|codex|copilot|gemini|jules|cursor|aider|opencode|amp|crush|devin|windsurf|warp|droid|' +
  'junie|kiro|goose|cline|roo|continue|kilo|qwen|kimi|glm|deepseek|grok|mistral|llama|llm|ai|antigravity|augment|verdent|pi'

/** Trailers that a convention or a recording program asks for: they name no tool by themselves. */
export const trailerConventions: readonly MarkRow[] = [
  ...convention('Gas Town', [
    [
      'medium',
      /^Agent-Signature:\s*\S+/i,
      'Agent-Signature: claude-opus-4-8-high on behalf of X',
      'steveyegge/beads history',
      'model',
    ],
    ['medium', /^Executed-By:\s*\S+\//i, 'Executed-By: beads/crew/wolf', 'steveyegge/beads history'],
  ]),
  ...convention('turbocommit', [
    ['medium', /^Turbocommit-Session:\s*\S+/i, 'Turbocommit-Session: uuid', 'aiblame registry'],
  ]),
  ...convention('AgentsRoom', [
    ['low', /^Agent-Conversation:\s*\S+/i, 'Agent-Conversation: https://x', 'aiblame registry'],
  ]),
  ...convention('SpecStory', [
    ['low', /^Agent-Transcript:\s*\S+/i, 'Agent-Transcript: .specstory/x.md', 'aiblame registry'],
  ]),
  ...convention('Entire', [
    // Present means the checkpoint branch has a transcript; not proof of AI share
    ['high', /^Entire-Checkpoint:\s*[0-9a-f]{12}\b/i, 'Entire-Checkpoint: a3b2c4d5e6f7', 'entireio/cli trailers'],
    [
      'medium',
      /^Entire-(?:Session|Agent|Attribution|Metadata|Metadata-Task|Strategy|Source-Ref|Condensation):\s*\S+/i,
      'Entire-Agent: Claude Code',
      'entireio/cli trailers',
    ],
  ]),
  ...convention('aittributor', [['medium', /^Ai-assisted:\s*true\b/i, 'Ai-assisted: true', 'block/aittributor']]),
  ...convention('openqed', [
    [
      'medium',
      /^openqed-(?:Session|Attribution):\s*\S+/i,
      'openqed-Attribution: 50% agent (files), 50% human (files)',
      'openqed-com/openqed',
    ],
  ]),
  ...convention('ReARM', [['medium', /^ReARM-Agent(?:ic-Session)?:\s*\S+/i, 'ReARM-Agent: uuid', 'relizaio/rearm']]),
  ...convention('WHENCE', [
    ['medium', /^WHENCE-Trace-(?:Id|Hash):\s*\S+/i, 'WHENCE-Trace-Hash: sha256:abc', 'zmarkan/WHENCE spec'],
  ]),
  ...convention('kernel <=7.2', [
    [
      'high',
      /^Assisted-by:\s*[A-Za-z0-9_.-]+:[A-Za-z0-9][\w.\-/[\]]*(?:\s+\S+)*$/i,
      'Assisted-by: Claude:claude-3-opus coccinelle sparse',
      'kernel coding-assistants.rst commit 41362886881f',
      'model',
    ],
  ]),
  ...convention('kernel >=7.3-rc', [
    // Model deliberately absent
    [
      'high',
      /^Assisted-by:\s*LLM(?:\s+\S+)*$/i,
      'Assisted-by: LLM coccinelle sparse',
      'kernel coding-assistants.rst read 2026-09-26 at fd179f8a',
    ],
  ]),
  ...convention('FluxCD', [
    [
      'medium',
      /^Assisted-by:\s*[\w.-]+\/[\w.-]+$/i,
      'Assisted-by: claude-code/claude-opus-4-6',
      'commit-check policy guide',
      'model',
    ],
  ]),
  ...convention('rpm-ostree, spec-kit', [
    // Parenthesis may be a note and not a model
    [
      'medium',
      /^Assisted-by:\s*[^<(\n]+\([^)\n]+\)/i,
      'Assisted-by: OpenCode (Claude Opus 4.6)',
      'coreos/rpm-ostree history; github/spec-kit AGENTS guidance',
      'model',
    ],
  ]),
  ...convention('KubeVirt etc.', [
    [
      'medium',
      /^Assisted-by:\s*[^<\n]*(?:Claude|GPT|Gemini|Copilot|Cursor|Codex)[^<\n]*<[^>\n]+>/i,
      'Assisted-by: Claude Sonnet 4.6 <noreply@anthropic.com>',
      'KubeVirt / RedHatQE guides',
      'model',
    ],
  ]),
  ...convention('Apache', [
    // Also used by non-AI tools: validate the value
    [
      'medium',
      new RegExp(String.raw`^Generated-by:\s*[^\n]*\b(?:${agentWords})\b`, 'i'),
      'Generated-by: Claude Code',
      'apache.org/legal/generative-tooling.html',
    ],
  ]),
  ...convention('OpenInfra', [
    [
      'medium',
      new RegExp(String.raw`^(?:Generated|Assisted)-By:\s*(?:${agentWords})[\w.-]*(?:\s+[\w.\-/:]+)?$`, 'i'),
      'Generated-By: claude-code claude-opus-4-6',
      'OpenInfra AI policy',
      'model',
    ],
  ]),
  ...convention('OpenLiberty', [
    [
      'medium',
      /^Co-authored-by-AI:\s*[^(\n]+(?:\([^)\n]+\))?/i,
      'Co-authored-by-AI: Cursor (Claude 4.5)',
      'OpenLiberty contribution guide',
      'model',
    ],
  ]),
  ...convention('QEMU proposal', [
    ['medium', /^AI-used-for:\s*\S+/i, 'AI-used-for: code, tests', 'qemu-devel RFC Sept 2026 (not merged)'],
  ]),
  ...convention('rai-lint', [
    [
      'medium',
      /^Commit-generated-by:\s*\S+/i,
      'Commit-generated-by: Claude <noreply@anthropic.com>',
      'ChecKMarKDevTools/rai-lint',
    ],
  ]),
  ...convention('generic', [
    [
      'medium',
      /^AI-(?:Tool|Tools|Agent|Assistant):\s*(?!none\b|false\b|no\b)\S+/i,
      'AI-Tool: claude-code',
      'dspinellis/ai-commit-headers; AI Coding Metrics; ai-trailers',
    ],
    [
      'medium',
      /^AI-Model:\s*(?!none\b)\S+/i,
      'AI-Model: claude-sonnet-4-6',
      'dspinellis/ai-commit-headers; AI Coding Metrics',
      'model',
    ],
    ['medium', /^AI-Session(?:-Id)?:\s*\S+/i, 'AI-Session: 5e5b533b', 'git-aftermerge; git-creep; whogitit v0; leeroy'],
    [
      'medium',
      /^AI-(?:Assisted|Generated)(?:-By)?:\s*(?!false\b|no\b|none\b)\S+/i,
      'AI-Assisted: yes',
      'git-llm-annotate; AI Attribution Git Hooks',
    ],
    [
      'medium',
      /^(?:AI|LLM)-Assisted-By:\s*\S+|^Assisted-by-AI:\s*\S+|^Co-Developed-by-AI:\s*\S+|^Coding-Agent:\s*\S+/i,
      'LLM-Assisted-By: Claude',
      'aiblame registry',
    ],
    // No tool found that writes and verifies it
    ['low', /^AI-Prompt-Hash:\s*(?:sha256:)?[0-9a-f.]+/i, 'AI-Prompt-Hash: sha256:abc123', 'gitwho JS detector test'],
    // Agent with a space: rejected by kernel checkpatch; model id with brackets
    [
      'high',
      /^Assisted-by:\s*[^\s:()<]+(?: [^\s:()<]+)+:\S+/i,
      'Assisted-by: Claude Code:claude-opus-4-8[1m]',
      'renovatebot/renovate history',
      'model',
    ],
  ]),
  ...convention('AI Coding Metrics', [
    [
      'medium',
      /^AI-Authorship:\s*(?:ai-authored|ai-assisted)\b/i,
      'AI-Authorship: ai-assisted',
      'AI Coding Metrics guide',
    ],
    // 0-100; heuristic, not measured. Also written on commits declared human
    ['medium', /^Human-Edit-Ratio:\s*\d{1,3}$/i, 'Human-Edit-Ratio: 50', 'AI Coding Metrics guide'],
  ]),
  ...convention('git-aftermerge', [
    // 0.0-1.0 fraction of final diff hand-edited after generation
    ['medium', /^AI-Human-Ratio:\s*(?:0(?:\.\d+)?|1(?:\.0+)?)$/i, 'AI-Human-Ratio: 0.15', 'git-aftermerge'],
  ]),
  ...convention('git.git', [
    // Bare model name, no tool
    [
      'high',
      /^Assisted-by:\s*(?:Claude )?(?:Opus|Sonnet|Haiku|Fable) \d[\w.]*$/i,
      'Assisted-by: Opus 4.7',
      'git/git default branch 2026',
      'model',
    ],
  ]),
  ...convention('spec-kit', [
    // Only convention seen that states autonomy
    [
      'high',
      /^Assisted-by:\s*[^(\n]+\(model:\s*[^,)\n]+(?:,\s*(?:autonomous|supervised))?\)/i,
      'Assisted-by: GitHub Copilot (model: claude-sonnet-4.6, autonomous)',
      'github/spec-kit history (about 1,000 commits)',
      'model',
    ],
  ]),
]
