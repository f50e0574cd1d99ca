import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runShell } from '../git/run.js'

/** A file of the demonstration, before and after the agent, and after a person's second look. */
export const demoTexts = {
  before: 'export function total(items) {\n  return items.length\n}\n',
  agent:
    'export function total(items) {\n  let sum = 0\n  for (const item of items) sum += item.price\n  return sum\n}\n\nexport function average(items) {\n  return total(items) / items.length\n}\n',
  person:
    'export function total(items) {\n  let sum = 0\n  for (const item of items) sum += item.price * item.count\n  return sum\n}\n\nexport function average(items) {\n  return total(items) / items.length\n}\n',
} as const

export const demoPrompt = 'total() counts the items; make it sum their prices, and add average().'

type Hooks = Readonly<
  Record<string, readonly { readonly matcher?: string; readonly hooks: readonly { readonly command: string }[] }[]>
>

/** A Claude Code session as its hooks see it: each payload goes to the command that the project's settings register for it. */
export const playSession = (top: string): void => {
  const { hooks } = JSON.parse(readFileSync(join(top, '.claude', 'settings.json'), 'utf8')) as { hooks: Hooks }
  const file = join(top, 'cart.js')
  const base = { session_id: 'demo-session', transcript_path: join(top, '.claude', 'projects', 'demo.jsonl'), cwd: top }
  const call = {
    tool_name: 'Write',
    tool_use_id: 'toolu_demo',
    tool_input: { file_path: file, content: demoTexts.agent },
  }
  const send = (event: string, payload: Readonly<Record<string, unknown>>) => {
    const command =
      hooks[event]?.find(({ matcher }) => matcher === undefined || matcher.includes('Write'))?.hooks[0]?.command ?? ':'
    const input = JSON.stringify({ ...base, hook_event_name: event, ...payload })
    runShell(command, { cwd: top, input, env: { CLAUDE_PROJECT_DIR: top, AI_AGENT: 'claude-code_2-1-329_harness' } })
  }
  send('SessionStart', { source: 'startup', model: 'claude-opus-4-6' })
  send('UserPromptSubmit', { prompt: demoPrompt, prompt_id: 'demo-prompt' })
  send('PreToolUse', call)
  writeFileSync(file, demoTexts.agent)
  send('PostToolUse', { ...call, tool_response: { type: 'update', filePath: file } })
}
