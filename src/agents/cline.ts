import { byName } from '../core/by-name.js'
import type { Observation } from '../core/edits/event.js'
import type { Agent, HookFile } from './agent.js'
import { hookCommand } from './command.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { serverTool } from './server-tools.js'
import { type Moment, observation } from './tool-call.js'

/** Names of moments in the extension (hooks.proto) and in the SDK and CLI (events.ts), both of August 2026. */
const moments: Readonly<Record<string, Moment>> = byName({
  UserPromptSubmit: 'prompt',
  PreToolUse: 'before',
  PostToolUse: 'after',
  TaskStart: 'session-start',
  TaskResume: 'session-start',
  TaskComplete: 'session-end',
  prompt_submit: 'prompt',
  tool_call: 'before',
  tool_result: 'after',
  agent_start: 'session-start',
  agent_resume: 'session-start',
  session_shutdown: 'session-end',
})

const read = (payload: JsonObject): Observation => {
  const moment = momentOf(payload)
  const block = object(payload[moment === 'before' ? 'preToolUse' : 'postToolUse'])
  const call = object(payload[moment === 'before' ? 'tool_call' : 'tool_result'])
  const model = text(object(payload['model'])['slug'])
  const roots = list(payload['workspaceRoots']).flatMap((root) => text(root) ?? [])
  const said = observation({
    moment,
    tool: 'cline',
    toolVersion: text(payload['clineVersion']),
    model: model === 'unknown' ? null : model,
    // The SDK gives each subagent a task of its own.
    session: text(object(payload['sessionContext'])['rootSessionId']) ?? text(payload['taskId']),
    call: text(call['id']),
    cwd: roots[0] ?? text(object(payload['workspaceInfo'])['rootPath']),
    roots,
    prompt: firstString(object(payload['userPromptSubmit']), 'prompt'),
    name: text(call['name']) ?? toolOf(block),
    input: call['input'] ?? block['parameters'],
    // Its SDK's own tools end without an error, and say it in their output (sdk/packages/core/src/extensions/tools/definitions.ts).
    response: { ...block, ...object(call['output']) },
  })
  return { ...said, files: said.files.map((file) => ({ ...file, path: inRoots(file.path, roots) })) }
}

/** Every server's tool is called by one of the extension's, which is told whose it is (apps/vscode/src/shared/tools.ts, 4.1). */
const toolOf = ({ toolName, parameters }: JsonObject): string | null =>
  toolName === 'use_mcp_tool' ? serverTool(text(object(parameters)['tool_name']) ?? '') : text(toolName)

/** What a subagent is asked is the model's own task for it, and its end is not that of the session (hook-file-hooks.ts, createPayloadBase). */
const momentOf = (payload: JsonObject): Moment | null => {
  const moment = moments[text(payload['hookName']) ?? ''] ?? null
  const isSubagent = text(payload['parent_agent_id']) !== null
  return isSubagent && (moment === 'prompt' || moment === 'session-end') ? null : moment
}

/** In a window of several folders `@name:path` is a path in the folder of that name (parseWorkspaceInlinePath.ts). */
const inRoots = (path: string, roots: readonly string[]): string => {
  const [, name, rest] = /^@([^:/\\]+):(.*)$/s.exec(path) ?? []
  const root = roots.find((one) => one.split(/[\\/]/).at(-1) === name)
  return root === undefined || rest === undefined ? path : `${root}/${rest}`
}

type HookFolder = { readonly folder: string; readonly isOn: string; readonly call: string }

/** The extension runs what is executable (hook-factory.ts), the SDK and CLI whatever has the name of an event, folders left out, by the program of its first line (hook-file-config.ts, hook-file-hooks.ts). */
const folders: readonly HookFolder[] = [
  { folder: '.clinerules/hooks', isOn: '-x', call: '"$saved"' },
  {
    folder: '.cline/hooks',
    isOn: '-f',
    call: `{ read -r first <"$saved"; case $first in '#!'*) \${first#??} "$saved" ;; *) bash "$saved" ;; esac; }`,
  },
]

const command = hookCommand({ agent: 'cline', mode: 'event', otherwise: `echo '{"cancel":false}'` })

/** Ours calls a hook that was there and answers as it does. What that refuses does not happen, and is not reported; what is done already is. */
const scriptText = ({ isOn, call }: HookFolder, event: string): string => `#!/bin/sh
# commit-provenance: reports to the clone's own record.sh; \`provenance uninstall\` takes it away.
# A hook of your own goes into the folder that is named here, and is asked first.
saved=\${0%/*}/commit-provenance.saved/${event}
report() {
  ${command}
}
[ ${isOn} "$saved" ] || { report; exit; }
payload=$(cat)
said=$(printf '%s\\n' "$payload" | ${call})
status=$? ours=
case $(printf '%s' "$said" | tr -d '[:space:]') in
  ${event === 'PostToolUse' ? '' : `*'"cancel":true'*) ;;\n  `}*) ours=$(printf '%s\\n' "$payload" | report) ;;
esac
case $ours in *'"cancel":true'*) said=$ours status=0 ;; esac
printf '%s\\n' "\${said:-$ours}"
exit $status
`

const script = (folder: HookFolder, event: string): HookFile => ({
  form: 'own',
  path: `${folder.folder}/${event}`,
  mode: 0o755,
  // The switch in its Hooks tab takes the mode away, and gives it back (toggleHook.ts).
  ...(folder.isOn === '-x' ? { runsByMode: true } : {}),
  aside: `${folder.folder}/commit-provenance.saved/${event}`,
  text: scriptText(folder, event),
})

/** Cline: an executable file for each event, in the extension's folder and in that of its SDK and CLI. */
export const cline: Agent = {
  product: 'Cline',
  trust: 'turn on Hooks in its settings, and each of the four in the Hooks tab',
  signs: ['.clinerules', '.cline', '~/.cline', 'cline'],
  read,
  hooks: folders.flatMap((folder) =>
    ['TaskStart', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse'].map((event) => script(folder, event)),
  ),
}
