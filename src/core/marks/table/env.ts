import type { ToolName } from '../tools.js'
import type { Confidence } from './row.js'

/** A variable that must have this value (any but empty, `0` and `false` where no value is given). */
export type Variable = { readonly variable: string; readonly value?: RegExp }

/**
 * A variable an agent sets for the commands it runs. `also` is a second variable that must hold with it. `tool` is null
 * where the value names the tool. Low confidence: also set in a person's own terminal, or by their configuration.
 */
export type EnvironmentMark = Variable & {
  readonly tool: ToolName | null
  readonly also?: Variable
  readonly confidence: Confidence
  readonly source: string
}

/** The variables, tool-specific ones before the two whose value is a name. */
export const environmentMarks: readonly EnvironmentMark[] = [
  {
    tool: 'claude-code',
    variable: 'CLAUDECODE',
    value: /^1$/,
    confidence: 'high',
    source: 'am-i-vibing; claude-code changelog',
  },
  { tool: 'claude-code', variable: 'CLAUDE_CODE_ENTRYPOINT', confidence: 'high', source: 'claude-code changelog' },
  {
    tool: 'claude-code',
    variable: 'CLAUDE_CODE_SESSION_ID',
    confidence: 'high',
    source: 'claude-code changelog (2.1.132)',
  },
  {
    tool: 'claude-code',
    variable: 'AI_AGENT',
    value: /^claude-code/,
    confidence: 'high',
    source: 'claude-code changelog (2.1.120)',
  },
  { tool: 'claude-code', variable: 'CLAUDE_CODE_IS_COWORK', confidence: 'medium', source: 'claude-code changelog' },
  {
    tool: 'github-copilot',
    variable: 'COPILOT_CLI',
    value: /^1$/,
    confidence: 'high',
    source: 'github/copilot-cli changelog 0.0.421',
  },
  {
    tool: 'github-copilot',
    variable: 'COPILOT_AGENT_SESSION_ID',
    confidence: 'high',
    source: 'github/copilot-cli changelog 1.0.29',
  },
  // What the user configured, not a running agent.
  { tool: 'github-copilot', variable: 'COPILOT_MODEL', confidence: 'low', source: 'github/copilot-cli changelog' },
  {
    tool: 'github-copilot',
    variable: 'COPILOT_AGENT_JOB_ID',
    confidence: 'medium',
    source: 'github/copilot-cli changelog; public env tables',
  },
  {
    tool: 'github-copilot',
    variable: 'AI_AGENT',
    value: /^github_copilot_vscode_agent$/,
    confidence: 'medium',
    source: 'public env tables',
  },
  // Composite; other VS Code based agents also set GIT_PAGER=cat.
  {
    tool: 'github-copilot',
    variable: 'TERM_PROGRAM',
    value: /^vscode$/,
    also: { variable: 'GIT_PAGER', value: /^cat$/ },
    confidence: 'low',
    source: 'am-i-vibing',
  },
  { tool: 'cursor', variable: 'CURSOR_AGENT', confidence: 'high', source: 'std-env' },
  // Also set in a human's integrated terminal: not agent evidence alone.
  { tool: 'cursor', variable: 'CURSOR_TRACE_ID', confidence: 'low', source: 'am-i-vibing' },
  {
    tool: 'cursor',
    variable: 'CURSOR_EXTENSION_HOST_ROLE',
    value: /^agent-exec$/,
    confidence: 'medium',
    source: 'public env tables',
  },
  { tool: 'cursor', variable: 'CURSOR_CLI', confidence: 'medium', source: 'public env tables' },
  { tool: 'cursor', variable: 'CURSOR_SANDBOX', confidence: 'medium', source: 'std-env' },
  { tool: 'codex', variable: 'CODEX_THREAD_ID', confidence: 'high', source: 'am-i-vibing; std-env' },
  { tool: 'codex', variable: 'CODEX_SANDBOX', confidence: 'high', source: 'std-env' },
  { tool: 'codex', variable: 'CODEX_SANDBOX_NETWORK_DISABLED', confidence: 'high', source: 'std-env' },
  { tool: 'codex', variable: 'CODEX_CI', confidence: 'medium', source: 'public env tables' },
  {
    tool: 'gemini-cli',
    variable: 'GEMINI_CLI',
    value: /^1$/,
    confidence: 'high',
    source: 'am-i-vibing; gemini-cli shellExecutionServicets',
  },
  {
    tool: 'jules',
    variable: 'HOME',
    value: /^\/home\/jules$/,
    also: { variable: 'USER', value: /^swebot$/ },
    confidence: 'medium',
    source: 'am-i-vibing',
  },
  { tool: 'antigravity', variable: 'ANTIGRAVITY_AGENT', confidence: 'high', source: 'am-i-vibing' },
  { tool: 'antigravity', variable: 'ANTIGRAVITY_PROJECT_ID', confidence: 'high', source: 'am-i-vibing' },
  { tool: 'devin', variable: 'EDITOR', value: /devin/i, confidence: 'low', source: 'std-env' },
  // User configuration, present without an agent run.
  { tool: 'aider', variable: 'AIDER_AUTO_COMMITS', confidence: 'low', source: 'am-i-vibing' },
  { tool: 'opencode', variable: 'OPENCODE', value: /^1$/, confidence: 'high', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_BIN_PATH', confidence: 'medium', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_SERVER', confidence: 'medium', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_APP_INFO', confidence: 'medium', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_MODES', confidence: 'medium', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_CLIENT', confidence: 'medium', source: 'am-i-vibing; std-env' },
  { tool: 'opencode', variable: 'OPENCODE_CALLER', confidence: 'medium', source: 'am-i-vibing; std-env' },
  // Generic value: test tool-specific variables first.
  {
    tool: 'opencode',
    variable: 'AGENT',
    value: /^1$/,
    confidence: 'low',
    source: 'public env tables (agents.md issue 136)',
  },
  { tool: 'amp', variable: 'AGENT', value: /^amp$/, confidence: 'high', source: 'am-i-vibing' },
  { tool: 'amp', variable: 'AMP_CURRENT_THREAD_ID', confidence: 'high', source: 'am-i-vibing' },
  { tool: 'amp', variable: 'AGENT_THREAD_ID', confidence: 'medium', source: 'am-i-vibing' },
  // Also in a human's integrated terminal.
  { tool: 'windsurf', variable: 'CODEIUM_EDITOR_APP_ROOT', confidence: 'low', source: 'am-i-vibing' },
  { tool: 'warp', variable: 'OZ_RUN_ID', confidence: 'high', source: 'am-i-vibing' },
  { tool: 'factory-droid', variable: 'DROID_PROJECT_DIR', confidence: 'medium', source: 'am-i-vibing' },
  { tool: 'factory-droid', variable: 'FACTORY_PROJECT_DIR', confidence: 'medium', source: 'am-i-vibing' },
  { tool: 'junie', variable: 'JUNIE_DATA', confidence: 'high', source: 'std-env' },
  { tool: 'junie', variable: 'JUNIE_SHIM_PATH', confidence: 'high', source: 'std-env' },
  { tool: 'kiro', variable: 'KIRO_AGENT_PATH', confidence: 'medium', source: 'public env tables' },
  { tool: 'kiro', variable: 'AGENT_CONTEXT_OUT', confidence: 'low', source: 'public env tables' },
  // Only agent evidence when stdout is not a TTY.
  { tool: 'kiro', variable: 'TERM_PROGRAM', value: /^kiro$/, confidence: 'low', source: 'std-env' },
  {
    tool: 'amazon-q',
    variable: 'AWS_EXECUTION_ENV',
    value: /amazonq/i,
    confidence: 'medium',
    source: 'public env tables',
  },
  { tool: 'goose', variable: 'GOOSE_TERMINAL', confidence: 'high', source: 'public env tables' },
  { tool: 'goose', variable: 'AGENT', value: /^goose$/, confidence: 'high', source: 'agents.md issue 136' },
  {
    tool: 'cline',
    variable: 'CLINE_ACTIVE',
    value: /^true$/,
    confidence: 'high',
    source: 'block/aittributor; cline/cline',
  },
  { tool: 'cline', variable: 'CLINE_TASK_ID', confidence: 'medium', source: 'public env tables' },
  { tool: 'roo-code', variable: 'ROO_ACTIVE', value: /^true$/, confidence: 'high', source: 'RooCodeInc/Roo-Code' },
  { tool: 'roo-code', variable: 'ROO_CODE_TASK_ID', confidence: 'medium', source: 'public env tables' },
  { tool: 'kilo-code', variable: 'KILOCODE_FEATURE', confidence: 'medium', source: 'public env tables' },
  { tool: 'replit-agent', variable: 'REPLIT_MODE', value: /^assistant$/, confidence: 'high', source: 'am-i-vibing' },
  // Every Replit workspace, human or not.
  { tool: 'replit-agent', variable: 'REPL_ID', confidence: 'low', source: 'am-i-vibing; std-env' },
  {
    tool: 'bolt',
    variable: 'SHELL',
    value: /^\/bin\/jsh$/,
    also: { variable: 'npm_config_yes' },
    confidence: 'medium',
    source: 'am-i-vibing',
  },
  {
    tool: 'zed',
    variable: 'TERM_PROGRAM',
    value: /^zed$/,
    also: { variable: 'PAGER', value: /^cat$/ },
    confidence: 'medium',
    source: 'am-i-vibing',
  },
  {
    tool: 'crush',
    variable: 'CRUSH',
    value: /^1$/,
    confidence: 'high',
    source: 'am-i-vibing; charmbracelet/crush internal/shell/shell.go',
  },
  { tool: 'crush', variable: 'AI_AGENT', value: /^crush$/, confidence: 'high', source: 'am-i-vibing' },
  { tool: 'crush', variable: 'AGENT', value: /^crush$/, confidence: 'high', source: 'am-i-vibing' },
  { tool: 'qwen-code', variable: 'QWEN_CODE', value: /^1$/, confidence: 'high', source: 'am-i-vibing' },
  { tool: 'augment', variable: 'AUGMENT_AGENT', value: /^1$/, confidence: 'high', source: 'am-i-vibing; std-env' },
  { tool: 'trae', variable: 'TRAE_AI_SHELL_ID', confidence: 'high', source: 'public env tables' },
  { tool: 'pi', variable: 'PI_CODING_AGENT', value: /^true$/, confidence: 'high', source: 'am-i-vibing' },
  { tool: 'hermes', variable: 'HERMES_SESSION_ID', confidence: 'medium', source: 'public env tables' },
  { tool: 'openclaw', variable: 'OPENCLAW_SHELL', confidence: 'medium', source: 'public env tables' },
  { tool: 'grok-cli', variable: 'GROK_AGENT', confidence: 'low', source: 'public env tables' },
  { tool: 'vtcode', variable: 'VTCODE', value: /^1$/, confidence: 'low', source: 'public env tables' },
  { tool: null, variable: 'AI_AGENT', confidence: 'medium', source: 'std-env; Vercel detect-agent' },
  // Used by non-AI programs too; consult last.
  { tool: null, variable: 'AGENT', confidence: 'low', source: 'agents.md issue 136' },
]

/**
 * Configuration: set without any agent running, so never a sign of one (`GOOSE_PROVIDER` alone is the false alarm of
 * other detectors).
 */
export const configurationVariables: ReadonlySet<string> = new Set([
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'GEMINI_API_KEY',
  'CODEX_HOME',
  'GOOSE_PROVIDER',
  'AWS_PROFILE',
  'CLAUDE_CONFIG_DIR',
  'AIDER_MODEL',
  'COPILOT_MODEL',
])
