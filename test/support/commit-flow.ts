import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base } from 'vitest'
import { type Workbench, workbench } from './workbench.js'

/** A test with a workbench where an agent has just written three lines into `start.txt`, nothing staged yet. */
export const test = base.extend<{ bench: Workbench }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures from the pattern
  bench: async ({}, use) => {
    const bench = workbench()
    await use(bench)
    bench.remove()
  },
})

export const agentText = 'one\ntwo\nthree\nconst first = 1\nconst second = 2\nconst third = 3\n'

/** The agent is asked for, and writes, three lines. */
export const agentWrites = (bench: Workbench, path = 'start.txt', text = agentText): void => {
  bench.agent.start()
  bench.agent.prompt('add three constants')
  bench.agent.edit(path, text)
}

/** An editor that runs the given shell lines on the message, `$1`; returns the value for GIT_EDITOR. */
export const editor = (bench: Workbench, lines: string): string => {
  const file = join(bench.home, 'editor.sh')
  writeFileSync(file, `#!/bin/sh\n${lines}\n`)
  chmodSync(file, 0o755)
  return file
}

/** An editor in which a person types on line 1, above whatever stands there. */
export const typing = (bench: Workbench, subject: string): string =>
  editor(bench, `{ echo '${subject}'; cat "$1"; } >"$1.new" && mv "$1.new" "$1"`)
