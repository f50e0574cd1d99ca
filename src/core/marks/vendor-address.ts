import type { ToolName } from './tools.js'

/** Domains at which a vendor's agent has an address, with the one tool it would be. People write from them as well. */
const domains: Readonly<Record<string, ToolName>> = {
  'aider.chat': 'aider',
  'all-hands.dev': 'openhands',
  'ampcode.com': 'amp',
  'augmentcode.com': 'augment',
  'charm.land': 'crush',
  'cline.bot': 'cline',
  'codeium.com': 'windsurf',
  'cognition.ai': 'devin',
  'coderabbit.ai': 'coderabbit',
  'commandcode.ai': 'command-code',
  'continue.dev': 'continue',
  'cursor.com': 'cursor',
  'cursor.sh': 'cursor',
  'devin.ai': 'devin',
  'factory.ai': 'factory-droid',
  'kilo.ai': 'kilo-code',
  'kilocode.ai': 'kilo-code',
  'kiro.dev': 'kiro',
  'letta.com': 'letta-code',
  'lovable.dev': 'lovable',
  'mistral.ai': 'mistral-vibe',
  'opencode.ai': 'opencode',
  'openhands.dev': 'openhands',
  'pi.dev': 'pi',
  'replit.com': 'replit-agent',
  'roocode.com': 'roo-code',
  'sweep.dev': 'sweep',
  'trae.ai': 'trae',
  'v0.dev': 'v0',
  'verdent.ai': 'verdent',
  'warp.dev': 'warp',
  'windsurf.com': 'windsurf',
  'zed.dev': 'zed',
}

const machine = /^(?:no-?reply|agents?|bot|ai|assistant|cli|copilot|cascade|coder|[\w-]+-(?:agent|bot|ai))$/

/** The tool of a vendor's machine address (`agent@`, `noreply@`, `NAME-bot@`, `TOOL@`), or null: `jane@` is a person. */
export const vendorTool = (address: string): ToolName | null => {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  const tool = Object.hasOwn(domains, domain) ? domains[domain] : undefined
  if (tool === undefined) return null
  const local = address.slice(0, at).toLowerCase()
  return machine.test(local) || local === tool || tool.split('-').includes(local) ? tool : null
}
