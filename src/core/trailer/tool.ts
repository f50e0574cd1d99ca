import { parseValue } from './value.js'

/** What `AI-Tool` names; `none` is no tool. */
export type ToolName = { readonly tool: string; readonly toolVersion: string | null }

const named = /^(?!none(?:\/|$))([a-z0-9]+(?:-[a-z0-9]+)*)(?:\/([^\s;/]+))?$/

/** Reads `name[/version]` (spec, section 2): the name in lower kebab case, the version without blank, slash or semicolon; null for anything else. */
export const parseTool = (text: string): ToolName | null => {
  const found = named.exec(parseValue(text)?.main ?? '')
  return found?.[1] === undefined ? null : { tool: found[1], toolVersion: found[2] ?? null }
}
