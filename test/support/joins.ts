import { expect } from 'vitest'
import type { Workbench } from './workbench.js'

/** Three ways in which git makes one commit of the several of a branch `side`, or of what `fixup!` names. */

export const joins = (bench: Workbench, onto = 'main'): void => {
  const env = { GIT_SEQUENCE_EDITOR: 'true', GIT_EDITOR: 'true' }
  expect(bench.tryGit(['rebase', '-q', '-i', '--autosquash', onto], { env }).status).toBe(0)
}

export const mergesSquashed = (bench: Workbench): void => {
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--squash', 'side')
  bench.git('commit', '-qm', 'Squashed')
}

export const resets = (bench: Workbench): void => {
  bench.git('reset', '-q', '--soft', 'main')
  bench.git('commit', '-qm', 'Anew')
}
