import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Workbench } from '../workbench.js'
import { pluginAt } from './driver.js'

type Event = Readonly<Record<string, unknown>>
type Listener = (event: Event) => Promise<void>
type Settled = { readonly status: string; readonly result?: object; readonly error?: { readonly message: string } }
type Domain = { readonly hook: (name: string, listener: Listener) => Promise<object> }
type Module = { readonly default: { readonly id: string; readonly setup: (ctx: unknown) => Promise<unknown> } }

/** What a call does while it runs, and how it ends. */
export type Work = { readonly does?: () => unknown; readonly ends?: Settled }

const completed: Settled = { status: 'completed', result: { content: [], metadata: {} } }
const [root, child] = ['ses_6f1a2b3c', 'ses_child']
const ref = (id: string) => ({ providerID: 'anthropic', id })

/**
 * A host that calls the plugin as OpenCode 2.0 does: `ctx` of packages/plugin/src/promise, hooks in the order and the shapes of
 * packages/core (session/prompt.ts, session/model-request.ts, tool.ts), one service for all folders, whose own folder is none of
 * them. What a hook throws is thrown here: there it would end the tool's call.
 */
export const openCode2 = async (bench: Workbench, more: Event = {}) => {
  const listeners = new Map<string, Listener[]>()
  const domain = (of: string): Domain => ({
    hook: async (name, listener) => {
      listeners.set(`${of}.${name}`, [...(listeners.get(`${of}.${name}`) ?? []), listener])
      return { dispose: async () => {} }
    },
  })
  const trigger = async (name: string, event: Event) => {
    for (const listener of listeners.get(name) ?? []) await listener(event)
  }
  const location = { directory: bench.top, project: { id: 'p', directory: bench.top, canonical: bench.top } }
  const sessions: Readonly<Record<string, Event>> = {
    [root]: { id: root, projectID: 'p', model: ref('claude-opus-4-6'), location: { directory: bench.top } },
    [child]: { id: child, parentID: root, projectID: 'p', location: { directory: bench.top } },
  }
  const get = async ({ sessionID }: { sessionID: string }) => {
    const session = sessions[sessionID]
    if (session === undefined) throw new Error(`Session not found: ${sessionID}`)
    return session
  }
  const app = { name: 'cli', version: '2.0.22', channel: 'latest' }
  const ctx = { app, location, options: {}, session: { ...domain('session'), get }, tool: domain('tool'), ...more }
  const { default: plugin } = (await pluginAt(bench, '.opencode/plugins/provenance.js')) as Module
  process.chdir(bench.home)
  await plugin.setup(ctx)
  return { ...driven(bench, trigger), plugin, hooks: [...listeners.keys()] }
}

const driven = (bench: Workbench, trigger: (name: string, event: Event) => Promise<void>) => {
  let messages = 0
  const message = () => `msg_${messages}`
  const request = async (model: string, sessionID = root) => {
    messages += 1
    const event = { sessionID, agent: 'build', model: ref(model), kind: 'primary', system: [], messages: [], tools: {} }
    await trigger('session.context', event)
  }
  const prompt = async (text: string, sessionID = root, messageID = 'msg_prompt') => {
    const event = { sessionID, messageID, prompt: { text }, metadata: undefined, delivery: 'steer' }
    await trigger('session.prompt', event)
  }
  /** Some models number the calls of each of their messages anew. */
  const call = async (tool: string, input: Event, { does, ends = completed }: Work = {}, sessionID = root) => {
    const event = { tool, sessionID, agent: 'build', messageID: message(), id: 'call_0', input }
    await trigger('tool.execute.before', event)
    await does?.()
    await trigger('tool.execute.after', { ...event, ...ends })
  }
  const write = (path: string, content: string, sessionID = root) =>
    call('write', { path, content }, { does: () => writeFileSync(join(bench.top, path), content) }, sessionID)
  return { request, prompt, call, write, child }
}
