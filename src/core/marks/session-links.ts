import type { ToolName } from './tools.js'

/** Addresses of agents' own sessions and of shared chats; `example` is matched by `pattern`. */
export const sessionLinks: readonly { readonly tool: ToolName; readonly pattern: RegExp; readonly example: string }[] =
  [
    {
      tool: 'claude-code',
      pattern: /https:\/\/claude\.ai\/code\/(?:session_|sessions?\/)\w+/i,
      example: 'https://claude.ai/code/session_01abc',
    },
    {
      tool: 'claude',
      pattern: /https:\/\/claude\.ai\/(?:share|chat)\/[0-9a-f-]{8,}/i,
      example: 'https://claude.ai/share/0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      tool: 'amp',
      pattern: /https:\/\/ampcode\.com\/threads\/T-[0-9a-f-]{8,}/i,
      example: 'https://ampcode.com/threads/T-0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      tool: 'codex',
      pattern: /https:\/\/chatgpt\.com\/codex\/(?:tasks|cloud\/tasks)\/\w+/i,
      example: 'https://chatgpt.com/codex/tasks/task_e_68',
    },
    {
      tool: 'codex',
      pattern: /https:\/\/chatgpt\.com\/s\/cd_[0-9a-f]{8,}/i,
      example: 'https://chatgpt.com/s/cd_6958a2f131a081918ed810832f7437a2',
    },
    {
      tool: 'chatgpt',
      pattern: /https:\/\/chatgpt\.com\/canvas\/shared\/[0-9a-f]{8,}/i,
      example: 'https://chatgpt.com/canvas/shared/68bf2bb9e4e081919e24fc46876ea1fa',
    },
    {
      tool: 'chatgpt',
      pattern: /https:\/\/(?:chatgpt|chat\.openai)\.com\/share\/[\w-]{8,}/i,
      example: 'https://chatgpt.com/share/0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      tool: 'devin',
      pattern: /https:\/\/app\.devin\.ai\/sessions\/\w+/i,
      example: 'https://app.devin.ai/sessions/0f8fad5bd9cb469f',
    },
    {
      tool: 'jules',
      pattern: /https:\/\/jules\.google\.com\/(?:task|session)s?\/\d+/i,
      example: 'https://jules.google.com/task/1234567890',
    },
    {
      tool: 'gemini',
      pattern: /https:\/\/(?:gemini\.google\.com|g\.co\/gemini)\/share\/\w+/i,
      example: 'https://gemini.google.com/share/0f8fad5bd9cb',
    },
    {
      tool: 'cursor',
      pattern: /https:\/\/cursor\.com\/(?:agents|background-agent)\?[\w=&-]*(?:id|bcId)=/i,
      example: 'https://cursor.com/agents?id=bc-1',
    },
    {
      tool: 'warp',
      pattern:
        /https:\/\/(?:(?:app|staging)\.warp\.dev\/conversation|oz\.(?:staging\.)?warp\.dev\/runs)\/[0-9a-f-]{8,}/i,
      example: 'https://oz.warp.dev/runs/0f8fad5b-d9cb-469f-a165-70867728950e',
    },
    {
      tool: 'opencode',
      pattern: /https:\/\/(?:opncd\.ai\/share|opencode\.ai\/s)\/\w+/i,
      example: 'https://opncd.ai/share/abc123',
    },
    {
      tool: 'openhands',
      pattern: /https:\/\/app\.all-hands\.dev\/conversations\/\w+/i,
      example: 'https://app.all-hands.dev/conversations/0f8fad5b',
    },
    {
      tool: 'factory-droid',
      pattern: /https:\/\/app\.factory\.ai\/sessions\/\w+/i,
      example: 'https://app.factory.ai/sessions/abc123',
    },
  ]
