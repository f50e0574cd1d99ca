import type { ToolName } from './tools.js'

/** Domains at which a vendor's agent has an address, with the one tool it would be. People write from them as well. */
const domains: Readonly<Record<string, ToolName>> = {
  'aider.chat': 'aider',
  'all-hands.dev': 'openhands',
  'ampcode.com': 'amp',
  'anysphere.co': 'cursor',
  'anysphere.com': 'cursor',
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
  'opendevin.com': 'openhands',
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

/** Houses that make much besides: from there only the agent's own name tells that it is meant. */
const houses: Readonly<Record<string, ToolName>> = {
  'amazon.com': 'kiro',
  'block.xyz': 'goose',
  'bytedance.com': 'trae',
  'happy.engineering': 'happy',
  'jetbrains.com': 'junie',
  'nousresearch.com': 'hermes',
  'roocode.dev': 'roo-code',
  'tilework.tech': 'nori',
}

const machine = /^(?:no-?reply|agents?|bot|ai|assistant|cli|copilot|cascade|coder|composer|[\w-]+-(?:agent|bot|ai))$/

/** The tool of a vendor's machine address (`agent@`, `noreply@`, `NAME-bot@`, `TOOL@`), or null: `jane@` is a person. */
export const vendorTool = (address: string): ToolName | null => {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  const tool = Object.hasOwn(domains, domain) ? domains[domain] : undefined
  if (tool === undefined) return null
  const local = address.slice(0, at).toLowerCase()
  return machine.test(local) || local === tool || tool.split('-').includes(local) ? tool : null
}

/** True for an address that no person has by being called so: a machine's, wherever, or one at the house of the tool. */
export const isToolAddress = (address: string, tool: ToolName): boolean => {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  const house = [domains, houses].find((table) => Object.hasOwn(table, domain))?.[domain]
  return house === tool || machine.test(address.slice(0, at).toLowerCase())
}
