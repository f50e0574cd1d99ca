import { installable, isInHome } from '../../agents/index.js'
import { ProvenanceError } from '../../core/errors.js'
import type { PresetName } from '../../core/policy/presets.js'
import { proposedConfig } from '../../core/policy/proposal.js'
import { isEmpty, type Plan } from '../../install/plan.js'
import { visible } from '../../report/escape.js'
import { refreshLive } from '../../workflows/agents/liveness.js'
import { refreshSettings } from '../../workflows/commit/settings.js'
import { agentsInUse } from '../../workflows/install/agent-hooks.js'
import {
  applyInstall,
  applyUninstall,
  hasConfig,
  locationHere,
  planInstall,
  planUninstall,
} from '../../workflows/install/install.js'
import {
  applyGlobal,
  applyGlobalRemoval,
  planGlobal,
  planGlobalRemoval,
} from '../../workflows/install/install-global.js'
import {
  applyServerPlan,
  bareRepository,
  planServerInstall,
  planServerRemoval,
} from '../../workflows/install/install-server.js'
import { proposePolicy } from '../../workflows/install/propose-policy.js'
import { asJson, type Output } from '../output.js'
import { packageVersion, program } from '../program-files.js'
import { branchAdvice } from './doctor-server.js'
import { tellNextSteps } from './init-next-steps.js'
import { type PlanContext, planDocument, planText } from './init-plan.js'

type InitOptions = {
  readonly agents?: readonly string[]
  readonly hooks?: string
  readonly global?: boolean
  readonly template?: boolean
  readonly preset?: PresetName
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `provenance init`: shows the plan, asks on a terminal, and carries it out. */
export const init = async (options: InitOptions, output: Output): Promise<number> => {
  if (options.template && !options.global)
    throw new ProvenanceError('USAGE', '--template: expected --global with it', {
      hint: 'provenance init --global --template --yes',
    })
  const cwd = process.cwd()
  const bare = options.global ? null : bareRepository(cwd)
  if (bare !== null) return initServer({ cwd, gitDir: bare }, options, output)
  const wanted = options.agents ?? agentsFor(cwd, options.global === true)
  const agents = options.global ? wanted.filter(isInHome) : wanted
  const apart = wanted.filter((name) => !agents.includes(name))
  const install = {
    cwd,
    program: program(),
    agents,
    // `all` and what shows signs of use are nobody's word that each of them is at work.
    unheard: options.agents === undefined || options.agents === installable ? [] : apart,
    hooks: options.hooks ?? null,
    config: await firstConfig(cwd, options),
    env: process.env,
    template: options.template === true,
  }
  const plan = options.global ? planGlobal(install) : planInstall(install)
  const apply = async () => {
    if (options.global) return applyGlobal(plan, install)
    applyInstall(plan, install)
    await settle(cwd)
  }
  const byDefault = wanted === defaultAgents
  const done = await carryOut(plan, { cwd, agents, apart, byDefault, output, options }, apply)
  if (done && !options.json) tellNextSteps(plan, { agents, apart, everywhere: options.global === true }, output)
  return 0
}

/** The first commit need not wait for the settings. A configuration that is broken is told by doctor and the first hook, and stops no installing. */
const settle = async (cwd: string): Promise<void> => {
  const here = locationHere(cwd)
  if (here === null) return
  await refreshSettings(here).catch(() => undefined)
  refreshLive(here, process.env)
}

/** What `.provenancerc` says at first, from what history shows; null where there is one. A history that cannot be read is proposed nothing about. */
const firstConfig = async (cwd: string, { global, preset = 'recommended' }: InitOptions): Promise<string | null> => {
  const top = global ? null : (locationHere(cwd)?.top ?? null)
  if (top === null || hasConfig(top)) return null
  try {
    return await proposePolicy(top, preset, packageVersion())
  } catch (cause) {
    if (!(cause instanceof ProvenanceError)) throw cause
    return proposedConfig({ head: null, uses: [] }, preset)
  }
}

/** Asks on a terminal. */
const agreed = async (options: InitOptions, output: Output): Promise<boolean> => {
  if (options.yes || options.json || !process.stdin.isTTY || !process.stdout.isTTY) return true
  const { confirm } = await import('@clack/prompts')
  if ((await confirm({ message: 'Install this?' })) === true) return true
  output.talk('Nothing was changed.\n')
  return false
}

/** `provenance init` in a bare repository: its gate, and nothing of what a work tree needs. */
const initServer = async (
  { cwd, gitDir }: { readonly cwd: string; readonly gitDir: string },
  options: InitOptions,
  output: Output,
): Promise<number> => {
  if (options.hooks !== undefined)
    throw new ProvenanceError(
      'USAGE',
      `--hooks ${options.hooks}: expected none in a bare repository, whose gate is pre-receive`,
    )
  const plan = planServerInstall(gitDir, program())
  const done = await carryOut(plan, { cwd, agents: [], output, options }, () => applyServerPlan(plan, gitDir))
  if (!done || options.json) return 0
  if (!isEmpty(plan)) output.talk('Installed. From now on every push is judged; see: provenance doctor\n')
  const advice = branchAdvice(gitDir)
  if (advice !== null) output.talk(`${visible(advice)}\n`)
  return 0
}

/** `provenance uninstall`: takes exactly what init did back. */
export const uninstall = async (options: InitOptions, output: Output): Promise<number> => {
  const cwd = process.cwd()
  const bare = options.global ? null : bareRepository(cwd)
  const plan = options.global ? planGlobalRemoval(process.env) : bare ? planServerRemoval(bare) : planUninstall(cwd)
  const done = await carryOut(plan, { cwd, agents: [], output, options: { ...options, yes: true } }, () => {
    if (options.global) applyGlobalRemoval(plan, process.env)
    else if (bare !== null) applyServerPlan(plan, bare)
    else applyUninstall(plan, cwd)
  })
  if (!done) return 0
  if (!options.json && plan.followUp !== null) output.talk(`Then run: ${plan.followUp}\n`)
  const unread = plan.left.filter((one) => one.unread)
  if (unread.length > 0 && !options.json)
    output.talk(
      `hint: mend ${unread.map(({ path }) => path).join(', ')}, then: provenance uninstall${options.global ? ' --global' : ''}\n`,
    )
  return unread.length > 0 ? 2 : 0
}

/** Where no agent shows a sign of use. */
const defaultAgents: readonly string[] = ['claude-code']

/** Agents to install for where none is named: those in use here. */
const agentsFor = (cwd: string, everywhere: boolean): readonly string[] => {
  const location = everywhere ? null : locationHere(cwd)
  const found = agentsInUse(location?.top ?? null, process.env)
  return found.length > 0 ? found : defaultAgents
}

type Shown = PlanContext & { readonly output: Output; readonly options: InitOptions }

/** Shows a plan, asks, and carries it out; true where it was. JSON has one document, so it comes when all is done, or an error in its place. */
const carryOut = async (plan: Plan, shown: Shown, apply: () => void | Promise<void>): Promise<boolean> => {
  const { options, output } = shown
  const { dryRun = false } = options
  const answer = () => output.answer(asJson(planDocument(plan, shown, !dryRun)))
  if (!options.json) output.answer(planText(plan, shown))
  else if (dryRun) answer()
  if (dryRun || !(await agreed(options, output))) return false
  await apply()
  if (options.json) answer()
  return true
}
