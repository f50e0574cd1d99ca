import type { Observation } from '../core/edits/event.js'
import type { Agent } from './agent.js'
import { claudeSaid } from './claude-dialect.js'
import { bothHosts, opencodePlugin } from './opencode-plugin.js'
import { firstString, type JsonObject, list, object, text } from './payload.js'
import { observation } from './tool-call.js'

/** Our plugin speaks the dialect; a hook's own `{input, output}` is read as well, its event told by what it holds. */
const read = (payload: JsonObject): Observation => {
  if (payload['hook_event_name'] !== undefined)
    return observation({ ...claudeSaid(payload, 'opencode'), toolVersion: text(payload['version']) })
  if (payload['event'] !== undefined) return readEvent(object(payload['event']))
  const [input, output] = [object(payload['input']), object(payload['output'])]
  const said = { tool: 'opencode', session: text(input['sessionID']), cwd: text(payload['directory']) }
  if (output['message'] !== undefined) {
    const words = list(output['parts']).map(object).flatMap(wordsIn)
    return observation({ ...said, moment: 'prompt', model: modelOf(input), prompt: words.join('\n') })
  }
  const isAfter = input['args'] !== undefined
  const name = text(input['tool'])
  if (name === null) return observation({ ...said, moment: null })
  return observation({
    ...said,
    name,
    moment: isAfter ? 'after' : 'before',
    call: text(input['callID']),
    model: text(payload['model']),
    input: input['args'] ?? output['args'],
  })
}

/** What a person typed, as the plugin takes it: the synthetic parts of a message are what OpenCode adds. */
const wordsIn = (part: JsonObject): readonly string[] =>
  part['type'] === 'text' && part['synthetic'] !== true ? [firstString(part, 'text') ?? ''] : []

const readEvent = (event: JsonObject): Observation => {
  const info = object(object(event['properties'])['info'])
  const said = { tool: 'opencode', cwd: text(info['directory']) ?? text(object(info['path'])['cwd']) }
  if (event['type'] === 'session.created')
    return observation({
      ...said,
      moment: 'session-start',
      session: text(info['id']),
      toolVersion: text(info['version']),
    })
  const isModel = event['type'] === 'message.updated' && text(info['modelID']) !== null
  const session = text(info['sessionID'])
  return observation({ ...said, session, moment: isModel ? 'model' : null, model: text(info['modelID']) })
}

const modelOf = (input: JsonObject): string | null => text(object(input['model'])['modelID'])

/** OpenCode (@opencode-ai/plugin 1.18.33, @opencode/plugin 2.0): no command hooks, so a plugin of ours reports. */
export const opencode: Agent = {
  product: 'OpenCode',
  signs: ['.opencode', 'opencode.json', '~/.config/opencode', 'opencode'],
  read,
  hooks: [
    { form: 'own', path: '.opencode/plugins/provenance.js', mode: 0o644, text: opencodePlugin, needs: bothHosts },
  ],
}
