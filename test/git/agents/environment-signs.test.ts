import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toolsInEnvironment } from '../../../src/core/marks/environment.js'
import { environmentMarks, type Variable } from '../../../src/core/marks/table/env.js'

/** A value that a row of the table accepts: its pattern is a plain word between anchors. */
const set = ({ variable, value }: Variable): readonly [string, string] => [
  variable,
  value === undefined ? 'x' : value.source.replaceAll(/[\^$\\]/g, ''),
]

test('the shell sees every sign of an agent that node would take for one, and in an environment without any sees none', () => {
  const environments = environmentMarks
    .map((mark) => [set(mark), ...(mark.also === undefined ? [] : [set(mark.also)])])
    .filter((pairs) => toolsInEnvironment(Object.fromEntries(pairs)).length > 0)
  expect(environments.length).toBeGreaterThan(50)
  const tries = environments.map((pairs, index) => {
    const words = pairs.map(([name, value]) => `${name}='${value}'`).join(' ')
    return `(export ${words}; agent_runs) || echo 'missed ${index}'`
  })
  const script = [readFileSync('hooks/parts/activity.sh', 'utf8'), 'agent_runs && echo none', ...tries].join('\n')
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH: process.env['PATH'] } })
  const missed = stdout.split('\n').filter((line) => line !== '')
  expect([missed.map((line) => environments[Number(line.split(' ')[1])] ?? line), stderr]).toEqual([[], ''])
})
