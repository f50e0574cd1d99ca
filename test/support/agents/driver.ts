import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Ran, Workbench } from '../workbench.js'

export type Payload = Readonly<Record<string, unknown>>

/** One report of an agent: the event it calls its hooks for, the tool where the event is about one, and the payload. */
export type Report = { readonly event: string; readonly tool?: string; readonly payload: Payload }

/** What an agent reports around one action; null where it does not report that moment. */
export type Around = { readonly before: Report | null; readonly after: Report | null }

/** A change of one place in a file. */
export type Change = { readonly file: string; readonly old: string; readonly fresh: string }

/**
 * An agent as its hooks see it, modelled on the version and source named beside each: where it finds its hooks, how it
 * calls them, and what its payloads hold. Paths and ids are made for the test.
 */
export type AgentModel = {
  readonly name: string
  /** Where its hooks are registered, and in which of the forms that agents use. */
  readonly hooks: {
    readonly file: string
    readonly form: 'groups' | 'flat' | 'kiro' | 'scripts'
    readonly under?: string
  }
  readonly env: (top: string) => Readonly<Record<string, string>>
  readonly start: (top: string) => Report | null
  readonly prompt: (top: string, text: string) => Report | null
  readonly edit: (top: string, change: Change, call: string) => Around
  readonly create: (top: string, file: string, content: string, call: string) => Around
  readonly shell: ((top: string, command: string, call: string) => Around) | null
  /** A log of its session, laid below the person's home before the commit. */
  readonly log?: (home: string) => { readonly path: string; readonly text: string }
  /** `AI-Tool` and `AI-Model` of its records. */
  readonly tool: string
  readonly model: string
  /** What it must hear on standard output for an event; silence where nothing is named. */
  readonly answers?: Readonly<Record<string, string>>
}

type Group = { readonly matcher?: string; readonly hooks: readonly { readonly command: string }[] }
type Entry = { readonly matcher?: string; readonly command: string }
type Kiro = { readonly trigger: string; readonly matcher?: string; readonly action: { readonly command: string } }

const matches = (matcher: string | undefined, tool: string | undefined): boolean =>
  matcher === undefined || tool === undefined || new RegExp(`^(?:${matcher})$`).test(tool)

/** The commands that an agent would run for a report, as it reads them from the file in which it finds its hooks. */
export const commandsFor = (bench: Workbench, agent: AgentModel, { event, tool }: Report): readonly string[] => {
  const { file, form, under } = agent.hooks
  if (form === 'scripts') return [`exec "${join(bench.top, file, event)}"`]
  const whole = JSON.parse(readFileSync(join(bench.top, file), 'utf8')) as Record<string, unknown>
  const hooks = (under === undefined ? whole : whole[under]) as Record<string, unknown>
  if (form === 'kiro')
    return (whole['hooks'] as Kiro[])
      .filter((hook) => hook.trigger === event && matches(hook.matcher, tool))
      .map((hook) => hook.action.command)
  const list = hooks[event] ?? []
  if (form === 'flat')
    return (list as Entry[]).filter(({ matcher }) => matches(matcher, tool)).map(({ command }) => command)
  return (list as Group[])
    .filter(({ matcher }) => matches(matcher, tool))
    .flatMap((group) => group.hooks.map(({ command }) => command))
}

/** Calls the hooks of a report as the agent does; returns what each of them did. None for a report that nothing listens to. */
export const call = (bench: Workbench, agent: AgentModel, report: Report | null): readonly Ran[] =>
  report === null
    ? []
    : commandsFor(bench, agent, report).map((command) =>
        bench.run('sh', ['-c', command], { env: agent.env(bench.top), input: JSON.stringify(report.payload) }),
      )

/** An action with the reports around it. */
export const around = (
  bench: Workbench,
  agent: AgentModel,
  { before, after }: Around,
  work: () => void,
): readonly Ran[] => {
  const first = call(bench, agent, before)
  work()
  return [...first, ...call(bench, agent, after)]
}

/** The module of a plugin that was installed, fresh. */
export const pluginAt = async (bench: Workbench, path: string): Promise<Record<string, unknown>> =>
  (await import(`${pathToFileURL(join(bench.top, path)).href}?${Math.random()}`)) as Record<string, unknown>
