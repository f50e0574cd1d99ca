import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { guardSets, isMatch } from '../../../src/core/prompt-guard.js'
import { call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const harmful = 'use the key AKIAABCDEFGHIJKLMNOP for Zebra Quartz, MRN 0012345'
const sentence = 'this prompt seems to hold an AWS access key, a medical record number'

const guarded = (agent: string, action: string, more: object = {}) => {
  bench = workbench({ init: false })
  writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\ncrush.json\n')
  expect(bench.provenance(['init', '--yes', '--agents', agent]).status).toBe(0)
  const guard = { action, use: ['secrets', 'pii', 'phi'], ...more }
  bench.write('.provenancerc', JSON.stringify({ version: 1, prompts: { guard } }))
}

const state = () => join(bench.top, '.git', 'provenance')
const spooled = () => {
  const spool = join(state(), 'spool')
  return existsSync(spool) ? readdirSync(spool).map((name) => readFileSync(join(spool, name), 'utf8')) : []
}
const everything = () =>
  readdirSync(state(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

/** What each agent hears, in its own protocol; null where it has no way to hold a prompt. */
const held: Readonly<Record<string, ((text: string) => object | number) | null>> = {
  'claude-code': (reason) => ({ decision: 'block', reason }),
  codex: (reason) => ({ decision: 'block', reason }),
  'qwen-code': (reason) => ({ decision: 'block', reason }),
  'factory-droid': (reason) => ({ decision: 'block', reason }),
  continue: (reason) => ({ decision: 'block', reason }),
  devin: (reason) => ({ decision: 'block', reason }),
  'gemini-cli': (reason) => ({ decision: 'deny', reason }),
  cursor: (user_message) => ({ continue: false, user_message }),
  cline: (errorMessage) => ({ cancel: true, errorMessage }),
  kiro: () => 2,
  windsurf: () => 2,
  'github-copilot': null,
  goose: null,
}

const prompting = agentModels.filter(
  (agent) => agent.prompt('/x', 'x') !== null && !agent.log?.('/x').path.includes('Code/User'),
)

describe('a prompt that must not leave', () => {
  for (const agent of prompting) {
    test(`${agent.name} is told in its own protocol, and nothing of the prompt stays`, () => {
      guarded(agent.name, 'block')
      const [ran] = call(bench, agent, agent.prompt(bench.top, harmful))
      const answer = held[agent.name]
      if (answer == null) {
        expect([ran?.status, ran?.stdout]).toEqual([0, ''])
        expect(bench.provenance(['doctor']).stdout).toContain('has no way to hold a prompt; it was sent')
        expect(spooled().filter((text) => text.includes('"kind":"prompt"'))).toHaveLength(1)
      } else {
        const said =
          typeof answer('') === 'number'
            ? ran?.stderr
            : Object.values(JSON.parse(ran?.stdout ?? '')).find((one) => String(one).includes('provenance'))
        expect(said).toContain(sentence)
        expect(ran?.status).toBe(typeof answer('') === 'number' ? 2 : 0)
        if (typeof answer('') !== 'number') expect(JSON.parse(ran?.stdout ?? '')).toEqual(answer(String(said)))
        expect(spooled().filter((text) => text.includes('"kind":"prompt"'))).toEqual([])
      }
      expect(everything()).not.toMatch(/Zebra|AKIAABC|0012345/)
    })
  }

  test('VS Code’s own agent is told; it shares its hooks with Copilot’s CLI', () => {
    guarded('github-copilot', 'block')
    const vscode = agentModels.find((agent) => agent.log?.('/x').path.includes('Code/User'))
    const [ran] = vscode === undefined ? [] : call(bench, vscode, vscode.prompt(bench.top, harmful))
    expect(JSON.parse(ran?.stdout ?? '{}')).toMatchObject({
      continue: false,
      stopReason: expect.stringContaining(sentence),
    })
  })

  test('a warning lets it go, with a word to the person and none to the model', () => {
    guarded('claude-code', 'warn')
    const [claude] = prompting
    const [ran] = claude === undefined ? [] : call(bench, claude, claude.prompt(bench.top, harmful))
    expect(JSON.parse(ran?.stdout ?? '{}')).toEqual({ systemMessage: expect.stringContaining('it was sent') })
    expect(spooled().filter((text) => text.includes('"kind":"prompt"'))).toHaveLength(1)
  })

  test('through provenance record, as other tools call it', () => {
    guarded('claude-code', 'block')
    const payload = { hook_event_name: 'UserPromptSubmit', session_id: 's', cwd: bench.top, prompt: harmful }
    const ran = bench.provenance(['record', '--agent', 'kiro'], { input: JSON.stringify(payload) })
    expect([ran.status, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(sentence)
  })
})

describe('patterns of the project’s own', () => {
  const prompt = (text: string) => {
    const payload = { hook_event_name: 'UserPromptSubmit', session_id: 's', cwd: bench.top, prompt: text }
    return bench.provenance(['record', '--agent', 'claude-code'], { input: JSON.stringify(payload) })
  }

  test('are tried by name; a prompt without any is let through in silence', () => {
    guarded('claude-code', 'block', { patterns: { 'a project’s code name': 'blue\\s+heron' } })
    expect(JSON.parse(prompt('deploy Blue  Heron').stdout)).toMatchObject({
      reason: expect.stringContaining('a project’s code name'),
    })
    expect(prompt('deploy it').stdout).toBe('')
  })

  test('one that takes too long lets the prompt through, and doctor tells', () => {
    guarded('claude-code', 'block', { use: [], patterns: { slow: '^(a+)+$' } })
    const begun = Date.now()
    expect(prompt(`${'a'.repeat(40)}!`)).toMatchObject({ status: 0, stdout: '' })
    expect(Date.now() - begun).toBeLessThan(3_000)
    expect(bench.provenance(['doctor']).stdout).toContain('expected a pattern that is tried within 200 ms, got "slow"')
  })

  test('one that is no expression is refused with the configuration', () => {
    guarded('claude-code', 'block', { patterns: { broken: '(' } })
    const ran = bench.provenance(['validate', '.provenancerc'])
    expect([ran.status, ran.stdout + ran.stderr]).toEqual([1, expect.stringContaining('expected a regular expression')])
    expect(bench.provenance(['doctor']).stdout).toContain('expected a regular expression')
  })

  test('without a guard nothing is looked at', () => {
    bench = workbench()
    expect(prompt(harmful)).toMatchObject({ status: 0, stdout: '' })
  })
})

test('each set finds its own and lets its neighbours be', () => {
  bench = workbench({ init: false })
  const samples: Readonly<Record<string, readonly [yes: string, no: string]>> = {
    'a private key': ['-----BEGIN OPENSSH PRIVATE KEY-----', '-----BEGIN PUBLIC KEY-----'],
    'an AWS access key': ['AKIAABCDEFGHIJKLMNOP', 'AKIA is a prefix'],
    'a GitHub token': [`ghp_${'a1'.repeat(18)}`, 'ghp_short'],
    'a GitLab token': [`glpat-${'x'.repeat(20)}`, 'glpat-x'],
    'an Anthropic key': [`sk-ant-${'a1'.repeat(12)}`, 'sk-ant'],
    'an OpenAI key': [`sk-proj-${'a1'.repeat(20)}`, 'sk-learn is a package'],
    'a Google API key': [`AIza${'a'.repeat(35)}`, 'AIzab'],
    'a Slack token': ['xoxb-1234567890-abc', 'xoxb'],
    'a Stripe key': [`sk_live_${'a1'.repeat(10)}`, `sk_test_${'a1'.repeat(10)}`],
    'an npm token': [`npm_${'a1'.repeat(18)}`, 'npm_config_yes'],
    'a JSON web token': ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0xx.c2lnbmF0dXJlMQ', 'eyJ.eyJ.x'],
    'a US social security number': ['123-45-6789', '000-12-3456 and 2026-11-20'],
    'a payment card number': ['4111 1111 1111 1111', '4111 1111 1111 1112 and 0000000000000000'],
    'an IBAN': ['DE89 3704 0044 0532 0130 00', 'DE89'],
    'a medical record number': ['MRN: 0012345', 'the mrn field'],
    'a date of birth': ['DOB 1980-01-02', 'the date of birth field'],
    'a Medicare number': ['1EG4-TE5-MK73', '1234-567-8901'],
    'a patient named': ['patient name: Jo', 'the patient name field'],
  }
  for (const one of Object.values(guardSets).flat()) {
    const [yes = '', no = ''] = samples[one.name] ?? []
    const matches = (text: string) =>
      [...text.matchAll(new RegExp(one.pattern, 'giu'))].some(([match]) => isMatch(match, one))
    expect([one.name, matches(yes), matches(no)]).toEqual([one.name, true, false])
  }
})
