import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, lstatSync, readdirSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'
import type { Ran, Workbench } from '../support/workbench.js'

/** An agent in a container is root; the person who commits on the host is not. */

const person = 65534
const asPerson = ['--reuid', String(person), '--regid', String(person), '--clear-groups']
const program = resolve(import.meta.dirname, '../../bin/provenance.mjs')
/** For root alone, where the other user can read this clone. */
const canChange = process.getuid?.() === 0 && spawnSync('setpriv', [...asPerson, 'test', '-r', program]).status === 0

const spoolOf = ({ top }: Workbench) => join(top, '.git/provenance/spool')

/** Everything is the person's, and root is let in (git-config(1), safe.directory). */
const shared = (bench: Workbench) => {
  appendFileSync(join(bench.home, '.gitconfig'), '[safe]\n\tdirectory = *\n')
  const own = () => bench.run('chown', ['-R', `${person}:${person}`, bench.home])
  own()
  const as = (...words: string[]): Ran => bench.run('setpriv', [...asPerson, ...words])
  const provenance = (...args: string[]) => as(process.execPath, program, ...args)
  return { own, as, provenance }
}

describe.skipIf(!canChange)('an agent that is root, and a person who is not', () => {
  test('what the agent reported is the person’s to read', ({ bench }) => {
    const { as, provenance } = shared(bench)
    bench.run('rm', ['-rf', spoolOf(bench)])
    agentWrites(bench)
    const state = join(bench.top, '.git/provenance')
    const names = [...readdirSync(spoolOf(bench)).map((name) => join('spool', name)), ...readdirSync(state)]
    expect(names.filter((name) => lstatSync(join(state, name)).uid !== person)).toEqual([])
    expect(as('git', 'commit', '-qam', 'By the agent')).toMatchObject({ status: 0, stderr: '' })
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
    expect(provenance('doctor').status).toBe(0)
  })

  test('what root declares is the person’s, and a spool that is closed to them is told of', ({ bench }) => {
    const { as, provenance } = shared(bench)
    bench.run('rm', ['-rf', spoolOf(bench)])
    bench.provenance(['declare', '--tool', 'chatgpt', '--model', 'gpt-5.2'])
    expect(as('git', 'commit', '-q', '--allow-empty', '-m', 'Declared')).toMatchObject({ status: 0, stderr: '' })
    expect(bench.trailer('AI-Tool')).toEqual(['chatgpt'])
    chownSync(spoolOf(bench), 0, 0)
    expect(as('git', 'commit', '-q', '--allow-empty', '-m', 'Unknown').stderr).toContain('spool')
    expect([bench.trailer('AI-Tool'), provenance('doctor').status]).toEqual([[], 1])
  })

  test('what root’s init and uninstall write is the person’s, who commits and takes it back', ({ bench }) => {
    const { own, as, provenance } = shared(bench)
    bench.write('.claude/settings.json', '{ "model": "opus" }')
    bench.write('.git/hooks/commit-msg', '#!/bin/sh\n')
    bench.run('chmod', ['+x', '.git/hooks/commit-msg'])
    own()
    const ofRoot = () => bench.run('find', ['.', '-user', 'root', '!', '-type', 'l']).stdout
    for (const command of ['uninstall', 'init']) {
      expect(bench.provenance([command, ...(command === 'init' ? ['--yes'] : [])]).status).toBe(0)
      expect([command, ofRoot()]).toEqual([command, ''])
    }
    expect(as('git', 'commit', '-q', '--allow-empty', '-m', 'By hand')).toMatchObject({ status: 0, stderr: '' })
    expect([bench.trailer('AI-Tool'), provenance('doctor').status]).toEqual([['none; basis=observed'], 0])
    expect(provenance('uninstall').status).toBe(0)
    expect(bench.run('sh', ['-c', 'ls -a .git/provenance .git/hooks.commit-provenance']).stdout).toBe('')
  })

  test('what is closed to the person is told of, and waits until it is opened', ({ bench }) => {
    const { own, as, provenance } = shared(bench)
    agentWrites(bench)
    for (const name of readdirSync(spoolOf(bench))) {
      chownSync(join(spoolOf(bench), name), 0, 0)
      utimesSync(join(spoolOf(bench), name), new Date(), new Date(Date.now() - 60_000))
    }
    expect(provenance('status').stderr).toMatch(/^\d events closed to you; see: provenance doctor$/m)
    const { checks } = JSON.parse(provenance('doctor', '--json').stdout) as {
      checks: { name: string; ok: boolean; mend: string }[]
    }
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([
      { name: 'events', mend: `sudo chown -R "$(id -u)" '${join(bench.top, '.git/provenance')}'` },
    ])
    expect(as('git', 'commit', '-q', '--allow-empty', '-m', 'Unknown')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^provenance: what an agent reported is closed to you, .*\n$/),
    })
    expect(bench.trailer('AI-Tool')).toEqual([])
    own()
    expect(as('git', 'commit', '-qam', 'By the agent').stderr).toBe('')
    expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toMatch(/^0\.000; kept=3;/)
  })
})
