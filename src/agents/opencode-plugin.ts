import { reportFunction } from './plugin-report.js'

/** Newer OpenCode (issue 25918) leaves out `tool.execute.after`: then the message's own parts tell that a tool is done. */
const server = `// OpenCode 1 calls it as server().
export const Provenance = async ({ directory }) => {
  const models = new Map()
  const versions = new Map()
  const parents = new Map()
  // Calls that were begun here and not told of yet: a part is sent again when its output is pruned, and with a fork of its session.
  const open = new Map()
  // A model may number the calls of each of its messages anew: a call is told of by its number and how often that came.
  const begun = new Map()
  const placeOf = ({ sessionID, callID }) => sessionID + ' ' + callID
  const begin = (input) => {
    const times = (begun.get(input.callID) ?? 0) + 1
    begun.set(input.callID, times)
    open.set(placeOf(input), times === 1 ? input.callID : input.callID + ' ' + times)
    return open.get(placeOf(input))
  }
  const end = (input) => {
    const id = open.get(placeOf(input))
    open.delete(placeOf(input))
    return id
  }
  // What a session did that the model opened for a subagent belongs to the session in which a person asked.
  const rootOf = (id) => (parents.has(id) ? rootOf(parents.get(id)) : id)
  const send = (hook_event_name, id, more) =>
    report({ hook_event_name, session_id: rootOf(id), model: models.get(id), version: versions.get(id), ...more }, directory)
  const tool = (event, { tool, sessionID }, id, args) =>
    send(event, sessionID, { tool_name: tool, tool_use_id: id, tool_input: args })
  return {
    'chat.message': async ({ sessionID, model }, { message, parts }) => {
      models.set(sessionID, model?.modelID ?? message?.model?.modelID ?? models.get(sessionID))
      const prompt = parts.filter(({ type, synthetic }) => type === 'text' && !synthetic).map(({ text }) => text).join('\\n')
      if (!parents.has(sessionID)) await send('UserPromptSubmit', sessionID, { prompt })
    },
    'tool.execute.before': async (input, { args }) => {
      await tool('PreToolUse', input, begin(input), args)
    },
    'tool.execute.after': async (input) => {
      await tool('PostToolUse', input, end(input) ?? input.callID, input.args)
    },
    event: async ({ event }) => {
      const { info, part } = event.properties ?? {}
      if ((event.type === 'session.created' || event.type === 'session.updated') && info) {
        versions.set(info.id, info.version)
        if (info.parentID && info.parentID !== info.id) parents.set(info.id, info.parentID)
      }
      if (event.type === 'message.updated' && info?.role === 'assistant') models.set(info.sessionID, info.modelID)
      const isOver = event.type === 'message.part.updated' && part?.type === 'tool' && /^(completed|error)$/.test(part.state?.status)
      const id = isOver ? end(part) : undefined
      if (id && part.state.status === 'completed') await tool('PostToolUse', part, id, part.state.input)
    },
  }
}
`

/**
 * The hooks of OpenCode 2 are for what happens alone: its events, which tell of history too, are not listened to. They are
 * called for the sessions of one folder, in one background process for all folders, whose own folder is the home; a session
 * can move. What a hook throws is the tool's failure. Read from packages/plugin (promise) and packages/core (tool.ts,
 * tool/plugin, session/prompt.ts, plugin/module.ts) of the 2.0 releases, and from traces of 2.0.22 that others published.
 */
const setup = `// OpenCode 2 calls it with the folder's context.
const setup = async (ctx) => {
  // OpenCode 1 has an early core of version 2 within it, which reads this file, too.
  if (/^1\\./.test(ctx?.app?.version ?? '')) return
  const models = new Map()
  // Code that the model runs calls tools under its own call's id: what they write is seen by the looks around it.
  const running = new Set()
  const reads = /^(?:read|glob|grep|question|skill|subagent|webfetch|websearch)$/
  const sessionOf = async (sessionID) => {
    try {
      return (await ctx.session.get({ sessionID })) ?? {}
    } catch {
      return {}
    }
  }
  // What a subagent's session did belongs to the session in which a person asked.
  const rootOf = async (id, { parentID }, seen = [id]) =>
    parentID && !seen.includes(parentID) ? rootOf(parentID, await sessionOf(parentID), [...seen, parentID]) : id
  const send = async (hook_event_name, id, payloadIn) => {
    const session = await sessionOf(id)
    const root = await rootOf(id, session)
    if (hook_event_name === 'UserPromptSubmit' && root !== id) return
    const folder = session.location?.directory ?? ctx.location?.directory ?? process.cwd()
    const said = { session_id: root, model: models.get(id) ?? session.model?.id, version: ctx.app?.version }
    await report({ hook_event_name, ...said, ...payloadIn(folder) }, folder)
  }
  // A model may number the calls of each of its messages anew.
  const keyOf = ({ messageID, id }) => messageID + ' ' + id
  const tool = (name, event, tool_response) =>
    send(name, event.sessionID, (folder) => {
      const { input } = event
      const tool_input = typeof input?.path === 'string' ? { ...input, path: resolve(folder, input.path) } : input
      return { tool_name: event.tool, tool_use_id: keyOf(event), tool_input, tool_response }
    })
  const isTold = (event) => !reads.test(event.tool) && !running.has(keyOf(event))
  const before = async (event) => {
    if (isTold(event)) await tool('PreToolUse', event)
    if (event.tool === 'execute') running.add(keyOf(event))
  }
  const after = async (event) => {
    if (event.tool === 'execute') running.delete(keyOf(event))
    if (!isTold(event)) return
    // A patch that fails at one file has written those before it, and says so. Of another call that was refused, stopped or
    // failed nobody tells what it wrote, as with OpenCode 1.
    if (event.status === 'error' && !/Completed before failure/.test(event.error?.message ?? '')) return
    const { status, shellID } = event.result?.metadata ?? {}
    await tool('PostToolUse', event, status === 'running' ? { backgroundTaskId: shellID ?? event.id } : undefined)
  }
  const prompt = ({ sessionID, messageID, prompt }) =>
    send('UserPromptSubmit', sessionID, () => ({ prompt: prompt?.text, prompt_id: messageID }))
  const context = ({ sessionID, model }) => model?.id && models.set(sessionID, model.id)
  const on = async (domain, name, listener) => {
    try {
      await domain?.hook?.(name, async (event) => {
        try {
          await listener(event)
        } catch {}
      })
    } catch {}
  }
  await on(ctx?.session, 'prompt', prompt)
  await on(ctx?.session, 'context', context)
  await on(ctx?.tool, 'execute.before', before)
  await on(ctx?.tool, 'execute.after', after)
}
`

/** What makes the plugin one that OpenCode 2 loads (packages/core/src/plugin/module.ts): no version of ours from before had it. */
export const bothHosts = "export default { id: 'commit-provenance', server: Provenance, setup }"

/**
 * The plugin of ours that both OpenCode 1 and 2 load, with no module that their hosts would have to find. One default export
 * serves both (opencode.ai/v2/docs/build/plugins/migrate-v1): 1 takes `server` (readV1Plugin, since 1.3.4), 2 takes `id` and `setup`.
 */
export const opencodePlugin = `// commit-provenance: reports prompts and edits to the clone's own record.sh; \`provenance uninstall\` takes it away.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

${reportFunction('opencode')}
${server}
${setup}
${bothHosts}
`
