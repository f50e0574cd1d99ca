import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { environment, type Workbench, workbench } from '../workbench.js'

/** A plugin runs in the agent's own process: with the agent's environment and in the folder it was started in. Each test has its own. */
export const agentProcess = () => {
  let bench: Workbench | undefined
  let before: NodeJS.ProcessEnv
  let folder: string
  beforeEach(() => {
    before = { ...process.env }
    folder = process.cwd()
  })
  afterEach(() => {
    process.chdir(folder)
    for (const name of Object.keys(process.env)) if (before[name] === undefined) delete process.env[name]
    Object.assign(process.env, before)
    bench?.remove()
  })
  /** A project in which the agent's plugin is installed. */
  return (agent: string): Workbench => {
    const made = workbench({ files: { 'cart.js': 'a\nb\n' }, init: false })
    bench = made
    writeFileSync(join(made.top, '.git', 'info', 'exclude'), '.*\n')
    expect(made.provenance(['init', '--yes', '--agents', agent]).status).toBe(0)
    Object.assign(process.env, environment(made.home))
    process.chdir(made.top)
    return made
  }
}

/** Commits all that there is; what the first contribution then says. */
export const committedIn = (bench: Workbench) => {
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Work')
  return ['AI-Tool', 'AI-Model', 'AI-Human-Edited-Ratio'].map((key) => bench.trailer(key)[0])
}
