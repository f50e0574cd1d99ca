import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Each path's time as a ratio to a floor that is measured in the same run, since machines differ and drift. Never fails. */
export const home = mkdtempSync(join(tmpdir(), 'bench-'))
const root = resolve('.')
const env = {
  PATH: process.env['PATH'],
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'B'],
      [`GIT_${who}_EMAIL`, 'b@example.com'],
    ]),
  ),
}
export const run = (program: string, args: readonly string[], cwd: string, input = '') => {
  const ran = spawnSync(program, args, { cwd, env, input, maxBuffer: 2 ** 30 })
  if (ran.status !== 0)
    throw new Error(`${program} ${args.slice(0, 3).join(' ')}: ${ran.status} ${ran.stderr.toString()}`)
}

/** The median time of some runs, in milliseconds; what `before` does is not counted. */
export const median = (runs: number, work: () => void, before: () => void = () => {}): number => {
  const times = Array.from({ length: runs }, () => {
    before()
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
}

/** The medians of several works, taken in turns: a machine that slows down does so for all of them. */
export const inTurns = (
  runs: number,
  works: readonly { readonly work: () => void; readonly before?: () => void }[],
): readonly number[] => {
  const times = works.map(() => new Float64Array(runs))
  for (let run = 0; run < runs; run += 1)
    for (const [index, { work, before }] of works.entries()) {
      const [taken] = times.slice(index)
      if (taken !== undefined) taken[run] = median(1, work, before)
    }
  return times.map((one) => one.sort()[Math.floor(runs / 2)] ?? 0)
}

/** What is added to a floor, as so many starts of node, and what that comes to where one takes 90 ms. */
export const tellStarts = (name: string, over: number, node: number) =>
  console.log(
    `${name.padEnd(44)} ${(over / node).toFixed(2).padStart(9)} starts of node (${node.toFixed(1)} ms here; at 90 ms: ${((over / node) * 90).toFixed(0)} ms)`,
  )

export const tell = (name: string, ours: number, floor: number, of: string) =>
  console.log(
    `${name.padEnd(44)} ${ours.toFixed(1).padStart(9)} ms  floor ${floor.toFixed(1).padStart(8)} ms (${of})  ratio ${(ours / floor).toFixed(2)}  over ${(ours - floor).toFixed(1)} ms`,
  )

export const provenance = join(root, 'bin', 'provenance.mjs')

export const repository = (name: string): string => {
  const top = join(home, name)
  mkdirSync(top)
  run('git', ['init', '-q', '-b', 'main'], top)
  writeFileSync(join(top, 'a.txt'), 'start\n')
  run('git', ['add', '-A'], top)
  run('git', ['commit', '-qm', 'start'], top)
  return top
}
