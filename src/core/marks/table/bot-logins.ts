import type { ToolName } from '../tools.js'

/**
 * Logins of agents' GitHub apps (`LOGIN[bot]`) with their tool, null where it is none of the registry. The numeric id
 * before a login changes with where it was written, and people's own configuration leaves it out or gives theirs
 * (sweepai/sweep, warpdotdev/warp). An app that signs for more than its agent (`github-advanced-security`) is not here.
 */
export const botLogins: Readonly<Record<string, ToolName | null>> = {
  'agent-think': 'agent-think',
  'aikido-autofix': 'aikido-autofix',
  'amazon-q-developer': 'amazon-q',
  'anthropic-claude': 'claude-code',
  // coder/mux history: Coder's Blink
  blinkagent: null,
  'chatgpt-codex-connector': 'codex',
  claude: 'claude-code',
  'claude-code-action': 'claude-code',
  cline: 'cline',
  'cline-cloud': 'cline',
  coderabbitai: 'coderabbit',
  continue: 'continue',
  'continue-staging': 'continue',
  copilot: 'github-copilot',
  'copilot-swe-agent': 'github-copilot',
  'cubic-dev-ai': 'cubic',
  cursor: 'cursor',
  'devin-ai-integration': 'devin',
  'ellipsis-dev': 'ellipsis',
  'factory-droid': 'factory-droid',
  'gemini-cli': 'gemini-cli',
  'gemini-code-assist': 'gemini-code-assist',
  'google-labs-jules': 'jules',
  'gpt-engineer-app': 'lovable',
  'greptile-apps': 'greptile',
  'jetbrains-ai': 'jetbrains-ai',
  kiloconnect: 'kilo-code',
  'letta-integration': 'letta-code',
  'lovable-dev': 'lovable',
  'mux-bot': 'mux',
  'openai-codex': 'codex',
  'oz-for-oss': 'warp',
  'oz-for-x': 'warp',
  pullfrog: 'pullfrog',
  roomote: 'roo-code',
  'sourcegraph-cody': 'cody',
  'sweep-ai': 'sweep',
  'sweep-nightly': 'sweep',
  'terragon-labs': 'terragon',
  v0: 'v0',
  'warp-agent-staging': 'warp',
  'warp-dev-github-integration': 'warp',
}
