import type { Replacement, ReportedFile } from '../core/edits/event.js'
import { patchedFiles, patchedPaths, patchIn } from './patch.js'
import { firstString, type JsonObject, list, object } from './payload.js'

/**
 * What a tool's input and answer say of the files it edits, whatever the agent calls its keys. Paths are as the agent gave
 * them. The union of the inputs of the agents' own tools: see each agent's file for the version they were read from.
 */
export const filesOf = (given: unknown, response: JsonObject = {}): readonly ReportedFile[] => {
  const input = object(given)
  const patch = patchIn(given)
  if (patch !== null) return patchedFiles(patch).map(({ path, ...said }) => reported(path, said))
  const calls = list(input['tool_uses']).map(object)
  if (calls.length > 0) return calls.flatMap((call) => filesOf(call['parameters']))
  const many = eachNamed(input)
  if (many.length > 0) return many.map((one) => reported(pathOf(one), said(one, {})))
  const path = pathOf(input)
  return path === '' ? [] : [reported(path, said(input, response))]
}

/** The paths alone that a tool's input names, as above: of what may be very long, and made to take long. */
export const pathsIn = (given: unknown): readonly string[] => {
  const input = object(given)
  const patch = patchIn(given)
  if (patch !== null) return patchedPaths(patch)
  const many = eachNamed(input)
  return (many.length > 0 ? many : [input]).map(pathOf).filter((path) => path !== '')
}

/** What is said of each file where an input lists them: by their paths alone, or with what is done to each (VS Code's hooks reference, `editFiles`). */
const eachNamed = (input: JsonObject): readonly JsonObject[] =>
  ['replacements', 'files', 'edits']
    .flatMap((key) => list(input[key]))
    .map((one) => (typeof one === 'string' ? { path: one } : object(one)))
    .filter((one) => pathOf(one) !== '')

const said = (input: JsonObject, response: JsonObject): Partial<ReportedFile> => {
  const display = object(response['returnDisplay'])
  return {
    replacements: [
      ...replacementsOf(input),
      ...list(input['edits']).map(object).flatMap(replacementsOf),
      ...searchReplace(firstString(input, 'diff') ?? ''),
    ],
    // Gemini CLI keeps what the model proposed, where a person then changed it in the approval view.
    written: firstString(input, 'ai_proposed_content', 'content', 'contents', 'file_text', 'text'),
    original: originalOf(response, display),
    userModified: response['userModified'] === true || input['modified_by_user'] === true,
  }
}

/** What the agents' tools call the path of the file they write, and what they have called it. */
const pathKeys = [
  'file_path',
  'filePath',
  'filepath',
  'notebook_path',
  'target_notebook',
  'path',
  'TargetFile',
  'absolutePath',
  'absolute_path',
  'target_file',
  'targetFile',
  'relative_path',
  'relativePath',
  'file',
  'file_name',
  'filename',
  'uri',
  'fileUri',
] as const

const pathOf = (input: JsonObject): string => {
  const path = firstString(input, ...pathKeys) ?? ''
  // Antigravity sends its arguments as JSON inside JSON.
  return fromUri(path.startsWith('"') && path.endsWith('"') && path.length > 1 ? path.slice(1, -1) : path)
}

/** The path in what VS Code's tools, and agents of the Agent Client Protocol, give as a path or its URI (RFC 8089); empty for one of another scheme or machine. */
export const fromUri = (path: string): string => {
  if (!/^(?:file:|[a-z][a-z0-9+.-]+:\/\/)/i.test(path)) return path
  try {
    const { protocol, host, pathname } = new URL(path)
    return protocol === 'file:' && ['', 'localhost'].includes(host) ? decodeURIComponent(pathname) : ''
  } catch {
    return ''
  }
}

/** The text before: null where the agent says the file is new, undefined where it does not say. */
const originalOf = (response: JsonObject, display: JsonObject): string | null | undefined => {
  if (display['isNewFile'] === true) return null
  const original = response['originalFile'] ?? response['original_file'] ?? display['originalContent']
  if (typeof original === 'string') return original
  return response['type'] === 'create' && response['originalFile'] === null ? null : undefined
}

const replacementsOf = (input: JsonObject): readonly Replacement[] => {
  const old = firstString(input, 'old_string', 'oldString', 'old_str', 'oldStr', 'old_text', 'before', 'old')
  const fresh = firstString(input, 'new_string', 'newString', 'new_str', 'newStr', 'new_text', 'after', 'new')
  if (old === null || fresh === null) return []
  const all = ['replace_all', 'replaceAll', 'change_all', 'allow_multiple'].some((key) => input[key] === true)
  return [{ old, new: fresh, all }]
}

/** Cline's `replace_in_file`: blocks of `------- SEARCH`, `=======`, `+++++++ REPLACE`. */
const searchReplace = (diff: string): readonly Replacement[] =>
  diff.split(/^-{3,} SEARCH>?\n/m).flatMap((block, index) => {
    const [, old, fresh] = /^([\s\S]*?)^={3,}\n([\s\S]*?)^\+{3,} REPLACE/m.exec(block) ?? []
    return index === 0 || old === undefined || fresh === undefined ? [] : [{ old, new: fresh, all: false }]
  })

const reported = (path: string, more: Partial<ReportedFile> = {}): ReportedFile => ({
  path,
  replacements: [],
  written: null,
  original: undefined,
  userModified: false,
  ...more,
})
