import { relative } from 'node:path'
import type { Plan } from '../../install/plan.js'
import { applyInstall, applyUninstall, planInstall, planUninstall } from '../../workflows/install.js'
import { asJson, type Output } from '../output.js'
import { program } from '../program-files.js'

type InitOptions = {
  readonly agents?: readonly string[]
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** What `.provenancerc` says at first: nothing that the defaults do not. */
const firstConfig = `${JSON.stringify({ version: 1, rules: { 'record-wellformed': 'warn', 'no-contradiction': 'warn' } }, null, 2)}\n`

/** `provenance init`: shows the plan, asks on a terminal, and carries it out. */
export const init = async (options: InitOptions, output: Output): Promise<number> => {
  const cwd = process.cwd()
  const agents = options.agents ?? projectAgents
  const install = { cwd, program: program(), agents, config: firstConfig }
  const plan = planInstall(install)
  show(plan, { cwd, agents, output, json: options.json === true, applied: options.dryRun !== true })
  if (options.dryRun) return 0
  if (!options.yes && !options.json && process.stdin.isTTY && process.stdout.isTTY) {
    const { confirm } = await import('@clack/prompts')
    if ((await confirm({ message: 'Install this?' })) !== true) {
      output.talk('Nothing was changed.\n')
      return 0
    }
  }
  applyInstall(plan, install)
  if (!options.json)
    output.talk('Installed. Restart your coding agent, so that it loads its hooks; then commit as usual.\n')
  return 0
}

/** `provenance uninstall`: takes exactly what init did back. */
export const uninstall = async (options: InitOptions, output: Output): Promise<number> => {
  const cwd = process.cwd()
  const plan = planUninstall(cwd)
  show(plan, { cwd, agents: [], output, json: options.json === true, applied: options.dryRun !== true })
  if (!options.dryRun) applyUninstall(plan, cwd)
  return 0
}

/** Agents to install for where none is named: those whose settings a project can carry. Harmless where the agent is not in use. */
const projectAgents = ['claude-code'] as const

type Shown = {
  readonly cwd: string
  readonly agents: readonly string[]
  readonly output: Output
  readonly json: boolean
  readonly applied: boolean
}

const show = (plan: Plan, { cwd, agents, output, json, applied }: Shown): void => {
  const name = (path: string) => relative(cwd, path) || path
  if (json) {
    const changes = plan.changes.map(({ path, before, after, why }) => ({
      path: name(path),
      action: actionOf(before, after),
      why,
    }))
    const renames = plan.renames.map(({ from, to, why }) => ({ from: name(from), to: name(to), why }))
    return output.answer(asJson({ applied, agents, changes, renames }))
  }
  for (const { from, to, why } of plan.renames) output.answer(`rename  ${name(from)} -> ${name(to)}  (${why})\n`)
  for (const { path, before, after, why } of plan.changes)
    output.answer(`${actionOf(before, after)}  ${name(path)}  (${why})\n`)
  if (plan.changes.length + plan.renames.length === 0) output.answer('Nothing to change.\n')
}

const actionOf = (before: string | null, after: string | null) =>
  after === null ? 'remove' : before === null ? 'create' : 'change'
