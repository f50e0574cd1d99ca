import type { ToolName } from './tools.js'

/**
 * How much a name by itself says. `coined`: nobody and nothing else is called so. `word`: an English word or another
 * product's name as well. `given`: people bear it.
 */
export type Certainty = 'coined' | 'word' | 'given'
export type Alias = { readonly tool: ToolName; readonly certainty: Certainty }

const coined: Readonly<Partial<Record<ToolName, string>>> = {
  'agent-think': 'agent think',
  aider: 'aider|aider ai',
  'aikido-autofix': 'aikido autofix',
  'amazon-q': 'amazon q|amazon q developer|q developer',
  amp: 'amp code|ampcode|amp agent|sourcegraph amp',
  antigravity: 'antigravity|google antigravity',
  augment: 'augment code|augment agent|auggie|augmentcode|auggie cli',
  chatgpt: 'chatgpt|chat gpt|openai chatgpt|gpt chat',
  'claude-code': 'claude code|claudecode|anthropic claude code|claude code action|claude agent sdk|claude cli',
  'claude-flow': 'claude flow',
  claude: 'claude ai|claude chat|claude desktop',
  cline: 'cline|cline agent|cline bot',
  cody: 'sourcegraph cody',
  codeflash: 'codeflash|codeflash ai',
  coderabbit: 'coderabbit|coderabbitai|code rabbit|coderabbit ai',
  codex: 'codex|openai codex|chatgpt codex|codex cli|codex agent|openai codex cli|codex app|gpt codex',
  'command-code': 'command code|commandcode',
  'craft-agent': 'craft agent',
  crush: 'charm crush|crush ai|charmbracelet crush',
  cursor: 'cursor agent|cursor ai|cursor ide|cursor cli|cursoragent|cursor composer|cursor bot',
  devin: 'devin ai|devin agent|devin cli|devin ai integration',
  'factory-droid': 'factory droid|factory ai|droid cli',
  firebender: 'firebender|firebender ai',
  'gemini-cli': 'gemini cli|google gemini cli|gemini cli agent',
  'gemini-code-assist': 'gemini code assist|google gemini code assist',
  'github-copilot':
    'copilot|github copilot|copilot cli|copilot chat|copilot agent|github copilot cli|github copilot chat|copilot autofix|gh copilot|copilot swe agent|copilot app|vs code copilot|vscode copilot|microsoft copilot|copilot coding agent|github copilot agent|copilot workspace',
  goose: 'block goose|goose ai|codename goose',
  grok: 'xai grok',
  'grok-cli': 'grok cli|grok build',
  hermes: 'hermes agent',
  'jetbrains-ai': 'jetbrains ai|jetbrains ai assistant',
  jules: 'google jules|google labs jules|jules ai|jules agent',
  junie: 'jetbrains junie|junie ai',
  'kilo-code': 'kilo code|kilocode|kiloconnect',
  'kimi-code': 'kimi code|kimi cli',
  kiro: 'kiro agent|kiro cli|aws kiro|amazon kiro',
  'letta-code': 'letta code',
  lovable: 'lovable dev|gpt engineer',
  'mistral-vibe': 'mistral vibe',
  mux: 'coder mux',
  nori: 'nori ai|nori agent',
  'oh-my-codex': 'oh my codex',
  'oh-my-opencode': 'oh my opencode|oh my openagent',
  openclaw: 'openclaw|clawdbot',
  opencode: 'opencode|open code ai|opencode ai',
  openhands: 'openhands|opendevin|openhands agent|opendevinbot|opendevin bot',
  paperclip: 'paperclip ai',
  pi: 'pi coding agent|pi agent',
  pullfrog: 'pullfrog',
  'qwen-code': 'qwen code|qwen coder cli',
  'replit-agent': 'replit agent|replit ai|replit assistant',
  'roo-code': 'roo code|roomote|roocode|roo cline',
  sageox: 'sageox|sage ox',
  sourcery: 'sourcery ai',
  tabnine: 'tabnine',
  termai: 'termai',
  terragon: 'terragon labs',
  trae: 'trae ai|trae cli|trae ide',
  v0: 'v0 dev|vercel v0',
  verdent: 'verdent|verdent ai',
  vtcode: 'vtcode|vt code',
  warp: 'warp agent|warp ai|oz agent|warp oz|warp agent mode|warp dev',
  windsurf: 'windsurf|codeium|windsurf cascade|windsurf ai',
  zed: 'zed ai|zed agent|zed editor',
}

const words: Readonly<Partial<Record<ToolName, string>>> = {
  amp: 'amp',
  augment: 'augment',
  bolt: 'bolt|bolt new',
  continue: 'continue|continue agent|continue dev|continue cli',
  crush: 'crush',
  cubic: 'cubic',
  cursor: 'cursor',
  ellipsis: 'ellipsis',
  deepseek: 'deepseek',
  'factory-droid': 'droid|factory',
  gemini: 'gemini|google gemini|gemini ai',
  goose: 'goose',
  greptile: 'greptile',
  grok: 'grok',
  happy: 'happy',
  hermes: 'hermes',
  junie: 'junie',
  kiro: 'kiro',
  'letta-code': 'letta',
  lovable: 'lovable',
  mux: 'mux|cmux|xum',
  nori: 'nori',
  'oh-my-opencode': 'sisyphus',
  paperclip: 'paperclip',
  'roo-code': 'roo',
  sourcery: 'sourcery',
  sweep: 'sweep ai|sweep',
  terragon: 'terragon',
  trae: 'trae',
  v0: 'v0',
  warp: 'warp|oz',
  zed: 'zed',
}

const given: Readonly<Partial<Record<ToolName, string>>> = {
  'claude-code': 'claude|anthropic claude|claude agent|claude bot|claude assistant',
  devin: 'devin',
  jules: 'jules',
  pi: 'pi',
}

const table = new Map<string, Alias>()
const enter = (names: Readonly<Partial<Record<ToolName, string>>>, certainty: Certainty): void => {
  for (const [tool, list] of Object.entries(names)) {
    for (const name of list.split('|')) table.set(name, { tool: tool as ToolName, certainty })
  }
}
enter(given, 'given')
enter(words, 'word')
enter(coined, 'coined')

/** Every name that is known, in lower-case words with a blank between. */
export const aliasNames: readonly string[] = [...table.keys()]

// What may stand after a tool's name without making it another name.
const neutral =
  /^(?:agent|agents|agentic|ai|cli|assistant|bot|app|apps|ide|editor|desktop|web|cloud|mode|code|coding|autofix|powered|by|integration|action|actions|translate|chat|model|llm|session|extension|plugin|sdk|opus|sonnet|haiku|fable|mythos|gpt|claude|gemini|local|pro|max|auto|v?\d[\w.]*)$/

/** Lower-case words of letters, digits and inner dots; emoji, markup and every separator are gaps. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .match(/[a-z0-9][a-z0-9.]*/g)
    ?.map(endless) ?? []

const endless = (word: string): string => word.replace(/\.+$/, '')

const longestAlias = 4

/** The tool whose name the whole text is, but for neutral words after it (`Roo Code Translate Mode`), or null. */
export const aliasOf = (text: string): Alias | null => {
  const parts = wordsOf(text)
  if (parts.length === 0 || parts.length > 9) return null
  for (let length = Math.min(longestAlias, parts.length); length > 0; length -= 1) {
    const alias = table.get(parts.slice(0, length).join(' '))
    if (alias !== undefined) return parts.slice(length).every((word) => neutral.test(word)) ? alias : null
  }
  // `OpenCode.ai`: the name of its site.
  const site = parts.length === 1 ? table.get((parts[0] ?? '').replace(/\./g, ' ')) : undefined
  if (site !== undefined) return site
  // `ChatGPTv5`, `copilot2`: the version written on to the name.
  const bare = parts.length === 1 ? (parts[0] ?? '').replace(/v?\d[\d.]*$/, '') : ''
  const versioned = table.get(bare)
  return versioned?.certainty === 'coined' ? versioned : null
}

/** The first coined name anywhere in a text of at most some hundred characters (`changes applied with Claude Code`). */
export const coinedWithin = (text: string): Alias | null => {
  const parts = wordsOf(text)
  for (let start = 0; start < parts.length; start += 1) {
    for (let length = longestAlias; length > 0; length -= 1) {
      const alias = table.get(parts.slice(start, start + length).join(' '))
      if (alias?.certainty === 'coined') return alias
    }
  }
  return null
}

/** The name that a short text begins with, whatever follows (`Codex locally, then by hand`). */
export const firstAlias = (text: string): Alias | null => {
  const parts = wordsOf(text)
  for (let length = Math.min(longestAlias, parts.length); length > 0; length -= 1) {
    const alias = table.get(parts.slice(0, length).join(' '))
    if (alias !== undefined) return alias
  }
  return null
}

/** Tools with a name that people have, or are called by: an address of theirs repeats it as any person's does. */
const nicknames: ReadonlySet<ToolName> = new Set<ToolName>([
  ...(['goose', 'happy', 'hermes', 'junie', 'kiro', 'letta-code', 'nori', 'oh-my-opencode'] as const),
  ...(['roo-code', 'trae', 'warp', 'zed'] as const),
])

/** True for a tool whose plain word may be what a person is called. */
export const isNickname = (tool: ToolName): boolean => nicknames.has(tool)

/** A name in lower kebab case, its version cut off (`My Agent/1.2` -> `my-agent`); '' where there is none. */
export const slug = (text: string): string =>
  wordsOf(text.split('/')[0] ?? '')
    .slice(0, 4)
    .join('-')
    .replace(/\./g, '-')
