import { byName } from '../core/by-name.js'
import type { Observation, Replacement } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { claudeSaid, eventOf, firstText } from './claude-dialect.js'
import { flat } from './hook-list.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { serverTool, writingToolsOf } from './server-tools.js'
import { type Moment, observation, type Said } from './tool-call.js'

/** Cursor's own names of moments (hooks reference, Cursor 3.x), compared without case. */
const moments: Readonly<Record<string, readonly [moment: Moment, tool: string | null]>> = byName({
  beforesubmitprompt: ['prompt', null],
  afterfileedit: ['after', 'edit'],
  aftertabfileedit: ['after', 'edit'],
  beforeshellexecution: ['before', 'shell'],
  aftershellexecution: ['after', 'shell'],
  beforemcpexecution: ['before', null],
  aftermcpexecution: ['after', null],
})

const read = (payload: JsonObject): Observation => {
  const said = claudeSaid(payload, 'cursor')
  const [moment, action] = moments[eventOf(payload)] ?? [said.moment, null]
  const own: Partial<Said> = action === null ? {} : { name: action, input: payload }
  const ofServer = eventOf(payload).endsWith('mcpexecution') ? { name: serverTool(said.name ?? '') } : {}
  const seen = observation({
    ...said,
    ...own,
    ...ofServer,
    moment,
    toolVersion: text(payload['cursor_version']),
    model: modelOf(payload),
    // A tool's id can hold a newline; the id of a conversation is there where a session's is not.
    session: said.session ?? firstText(payload, 'conversation_id'),
    cwd: said.cwd ?? text(list(payload['workspace_roots'])[0]),
    roots: list(payload['workspace_roots']),
    response: {},
  })
  return eventOf(payload) === 'aftertabfileedit' ? accepted(seen, payload) : seen
}

/** A completion that a person accepted stands in the editor, and on disk when they save; its edits name their lines (afterTabFileEdit, Cursor 3.x). */
const accepted = (seen: Observation, payload: JsonObject): Observation => {
  const lines = list(payload['edits']).map(object).map(lineEdit)
  const replacements = lines.flatMap((one) => one ?? [])
  const files = seen.files.map((file) => (replacements.length === lines.length ? { ...file, replacements } : file))
  return { ...seen, kind: seen.kind === 'edit-after' ? 'edit-before' : seen.kind, unsaved: true, files }
}

const lineEdit = (edit: JsonObject): Replacement | null => {
  const [old, fresh] = [firstString(edit, 'old_line'), firstString(edit, 'new_line')]
  const { start_line_number: line, end_line_number: last } = object(edit['range'])
  if (old === null || fresh === null || typeof line !== 'number' || line !== last) return null
  return { old, new: fresh, all: false, line }
}

/** `default` and `auto` are what Cursor says where it chooses the model by itself: then it is not known, nor is it the one before. */
const modelOf = (payload: JsonObject): string | null => {
  const model = payload['model'] ?? payload['model_id']
  const name = typeof model === 'string' ? text(model) : firstText(object(model), 'id', 'name')
  return name === 'default' || name === 'auto' ? 'unknown' : name
}

const caller = { agent: 'cursor', folder: 'CURSOR_PROJECT_DIR', otherwise: `echo '{}'` }
const prompts = { agent: 'cursor', folder: 'CURSOR_PROJECT_DIR', otherwise: `echo '{"continue":true}'` }

/**
 * Cursor (hooks of Cursor 3.x and its CLI; marks and reports up to 3.15). `preToolUse` is not registered: an answer to it
 * takes part in approvals, and silence has blocked tools. The text before an edit is worked out from the edit.
 */
export const cursor: Agent = {
  product: 'Cursor',
  trust: 'open the folder as a trusted workspace; Cursor then loads the file by itself',
  alsoInHome: true,
  signs: ['.cursor', '~/.cursor', 'cursor-agent'],
  read,
  hooks: [
    {
      form: 'merged',
      path: '.cursor/hooks.json',
      under: 'hooks',
      head: { version: 1 },
      entries: [
        ...flat(caller, [{ event: 'sessionStart', mode: 'event' }], { timeout: 10 }),
        ...flat(prompts, [{ event: 'beforeSubmitPrompt', mode: 'event' }], { timeout: 10 }),
        ...flat(
          caller,
          [
            { event: 'afterFileEdit', mode: 'edit' },
            { event: 'afterTabFileEdit', mode: 'edit' },
            { event: 'postToolUse', mode: 'edit', tools: 'Write|StrReplace|Delete|ApplyPatch|EditNotebook' },
            { event: 'afterShellExecution', mode: 'event' },
            { event: 'postToolUse', mode: 'event', tools: writingToolsOf('MCP:') },
            { event: 'sessionEnd', mode: 'event' },
          ],
          { timeout: 10 },
        ),
      ],
    },
  ],
  looksAtPrompt: true,
}
