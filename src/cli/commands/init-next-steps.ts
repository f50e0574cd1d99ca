import { agents as known } from '../../agents/index.js'
import { isEmpty, type Plan } from '../../install/plan.js'
import { isFound } from '../../workflows/agents/liveness.js'
import { locationHere } from '../../workflows/install/install.js'
import type { Output } from '../output.js'
import { passedOverCheck } from './doctor-executable.js'

/** The agents whose hooks were installed, for all repositories (`everywhere`) or one; those that were wanted, and can only be had in each (`apart`). */
type Wanted = { readonly agents: readonly string[]; readonly apart: readonly string[]; readonly everywhere: boolean }

/** What is left for the person to do: nothing is trusted, and no manager run, on their behalf. */
export const tellNextSteps = (plan: Plan, { agents, apart, everywhere }: Wanted, output: Output): void => {
  if (plan.followUp !== null) output.talk(`Then run: ${plan.followUp}\n`)
  for (const name of agents) {
    const { product, trust } = known[name] ?? {}
    if (trust !== undefined) output.talk(`${product}: ${trust}.\n`)
  }
  const fromTop = everywhere ? [] : agents.filter((name) => known[name]?.readsWhereStarted)
  if (fromTop.length > 0)
    output.talk(
      `${products(fromTop)}: start at the top of the project; a session that starts in a folder below reads no hooks of it.\n`,
    )
  if (apart.length > 0)
    output.talk(
      `${products(apart)}: not heard yet, without hooks for all repositories. In each: provenance init --yes --agents ${[...agents, ...apart].join(',')}\n`,
    )
  const here = locationHere(process.cwd())
  if (agents.length > 0 && here !== null && !isFound(here))
    output.talk('Agents’ hooks do not find this repository, so what they do is not seen; see: provenance doctor\n')
  const hooks = plan.changes.filter(({ why, after }) => why === 'git hook' && after !== null)
  if (hooks.some(({ path }) => passedOverCheck('hook', path, null) !== null))
    output.talk('Git passes these hooks over, so no commit gets a record; see: provenance doctor\n')
  if (isEmpty(plan)) return
  const restart = agents.length === 0 ? 'Commit' : 'Restart your coding agent, so that it loads its hooks; then commit'
  output.talk(`Installed. ${restart} as usual.\n`)
}

const products = (names: readonly string[]): string => names.map((name) => known[name]?.product ?? name).join(', ')
