import type { Environment } from '../environment.js'
import { aliasOf, slug } from './aliases.js'
import { configurationVariables, type EnvironmentMark, environmentMarks, type Variable } from './table/env.js'
import type { Confidence } from './table/row.js'

export type RunningTool = { readonly tool: string; readonly confidence: Confidence }

const holds = (environment: Environment, { variable, value }: Variable): boolean => {
  const found = environment[variable]
  if (found === undefined || found === '') return false
  return value === undefined ? found !== '0' && found !== 'false' : value.test(found.slice(0, 512))
}

/** Empty where the value names nobody: `none` stands for no tool in a record, and cannot be one's name there. */
const named = (environment: Environment, mark: EnvironmentMark): string => {
  if (mark.tool !== null) return mark.tool
  // `NAME_1-2-329_agent`, as Claude Code writes it: a new version is no other tool.
  const value = (environment[mark.variable] ?? '').replace(/_\d+(?:-\d+)*(?:_[a-z]+)?$/, '')
  const name = aliasOf(value)?.tool ?? slug(value)
  return name === 'none' ? '' : name
}

/**
 * The agents that the environment of a process says it runs under, each once, surest first. Only rows of high or medium
 * confidence count, and configuration never does. `AI_AGENT=NAME` counts where no row of its own knows the value.
 */
export const toolsInEnvironment = (environment: Environment): readonly RunningTool[] => {
  const found = new Map<string, Confidence>()
  const explained = new Set<string>()
  for (const mark of environmentMarks) {
    if (mark.confidence === 'low' || configurationVariables.has(mark.variable) || !holds(environment, mark)) continue
    if (mark.also !== undefined && !holds(environment, mark.also)) continue
    if (mark.tool === null && explained.has(mark.variable)) continue
    explained.add(mark.variable)
    const tool = named(environment, mark)
    if (tool !== '' && found.get(tool) !== 'high') found.set(tool, mark.confidence)
  }
  const order = { high: 0, medium: 1, low: 2 } as const
  return [...found]
    .map(([tool, confidence]) => ({ tool, confidence }))
    .sort((left, right) => order[left.confidence] - order[right.confidence])
}
