import { basename, relative } from 'node:path'
import { isEmpty, type Plan } from '../../install/plan.js'
import { visible } from '../../report/escape.js'
import { leadsTo } from '../../workflows/install/apply-plan.js'

/** What a plan is shown with. */
export type PlanContext = {
  readonly cwd: string
  readonly agents: readonly string[]
  /** Those that were wanted for all repositories, and can only be had in each. */
  readonly apart?: readonly string[]
  /** True where no agent shows that it is in use. */
  readonly byDefault?: boolean
}

/** A plan as the JSON answer has it. */
export const planDocument = (plan: Plan, { cwd, agents, apart = [] }: PlanContext, applied: boolean) => {
  const name = namesFrom(cwd)
  const changes = plan.changes.map(({ path, before, after, why }) => {
    const target = leadsTo(cwd, path)
    const link = target === null ? {} : { leadsTo: target }
    return { path: name(path), action: actionOf(before, after), why, ...link }
  })
  const state = plan.state.map((path) => ({ path: name(path), action: 'remove', why: whyState }))
  return {
    applied,
    agents,
    ...(apart.length > 0 ? { onlyInEachRepository: apart } : {}),
    hooks: plan.place,
    changes: [...changes, ...state],
    renames: plan.renames.map(({ from, to, why }) => ({ from: name(from), to: name(to), why })),
    git: plan.git.map((args) => `git ${args.join(' ')}`),
    left: plan.left.map(({ path, why }) => ({ path: name(path), why })),
    followUp: plan.followUp,
  }
}

/** A plan as a person reads it, a line for each thing to be done, and the first policy as it will stand. */
export const planText = (plan: Plan, { cwd, agents, byDefault }: PlanContext): string => {
  const name = namesFrom(cwd)
  const lines = [
    ...plan.renames.map(({ from, to, why }) => `rename  ${name(from)} -> ${name(to)}  (${why})\n`),
    ...plan.changes.map(
      ({ path, before, after, why }) =>
        `${actionOf(before, after)}  ${name(path)}${linkOf(leadsTo(cwd, path))}  (${why})\n`,
    ),
    ...plan.changes
      .filter(({ path, before }) => basename(path) === '.provenancerc' && before === null)
      .map(({ after }) => `\n${indented((after ?? '').split('\n').map(visible).join('\n'))}\n`),
    ...plan.state.map((path) => `remove  ${name(path)}  (${whyState})\n`),
    ...plan.left.map(({ path, why }) => `left    ${name(path)}  (${visible(why)})\n`),
    ...plan.git.map((args) => `run     git ${args.join(' ')}\n`),
  ]
  if (plan.place !== null) lines.push(`hooks   ${plan.place.choice}  (${plan.place.sign})\n`)
  if (byDefault) lines.push(`agents  ${agents.join(', ')}  (none is in use here; --agents names others, or none)\n`)
  if (isEmpty(plan)) lines.push('Nothing to change.\n')
  return lines.join('')
}

const namesFrom = (cwd: string) => (path: string) => relative(cwd, path) || path

const whyState = 'the program’s own: key, shims, events that no commit took'

/** A link in the repository can lead anywhere; who reads the plan is told where. */
const linkOf = (target: string | null): string => (target === null ? '' : `, a link to ${visible(target)}`)

const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '        ')

const actionOf = (before: string | null, after: string | null) => {
  if (after === null) return 'remove'
  return before === null ? 'create' : 'change'
}
