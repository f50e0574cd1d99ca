import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AgentModel, around, call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { type Workbench, workbench } from '../../support/workbench.js'

const cart = 'export const total = (items) => {\n  return items.length\n}\n'
const fixed = '  const sum = items.reduce((all, item) => all + item.price, 0)\n  return sum'
const tax = 'export const tax = 0.2\nexport const rate = 1.2\n'
const secret = 'make total() sum the prices, zebra-quartz'

/** The agent is asked, changes one file, makes a second, and, where it reports commands, a third by its shell. */
const work = (bench: Workbench, agent: AgentModel) => {
  const ran = [...call(bench, agent, agent.start(bench.top)), ...call(bench, agent, agent.prompt(bench.top, secret))]
  const change = { file: 'cart.js', old: '  return items.length', fresh: fixed }
  ran.push(
    ...around(bench, agent, agent.edit(bench.top, change, 'call_1'), () =>
      bench.write('cart.js', cart.replace(change.old, fixed)),
    ),
    ...around(bench, agent, agent.create(bench.top, 'tax.js', tax, 'call_2'), () => bench.write('tax.js', tax)),
  )
  const made = agent.shell?.(bench.top, 'codegen', 'call_3')
  if (made !== undefined)
    ran.push(...around(bench, agent, made, () => bench.write('made.js', 'export const made = true\n')))
  const log = agent.log?.(bench.home)
  if (log !== undefined) {
    mkdirSync(dirname(log.path), { recursive: true })
    writeFileSync(log.path, log.text)
  }
  return ran
}

const everyFile = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    : []

for (const [index, agent] of agentModels.entries()) {
  describe(`${agent.name} (${index + 1})`, () => {
    let bench: Workbench
    beforeAll(() => {
      bench = workbench({ files: { 'cart.js': cart }, init: false })
      bench.git('config', 'core.excludesFile', join(bench.home, 'ignore'))
      writeFileSync(join(bench.home, 'ignore'), '.*\n!.provenancerc\ncrush.json\n')
      expect(bench.provenance(['init', '--yes', '--agents', agent.name]).status).toBe(0)
    })
    afterAll(() => bench.remove())

    test('its payloads become a record: tool, model, prompt, lines', () => {
      const ran = work(bench, agent)
      for (const { status, stderr } of ran) expect([status, stderr]).toEqual([0, ''])
      // A person changes one of the agent's lines.
      bench.write('tax.js', tax.replace('rate = 1.2', 'rate = 1.25'))
      bench.git('add', '-A', '*.js')
      bench.git('commit', '-qm', 'Sum prices')
      const prompts = agent.prompt(bench.top, '') === null ? [] : ['prompts=1']
      const kept = agent.shell === null ? 3 : 4
      expect(bench.trailer('AI-Tool')).toEqual([agent.tool])
      expect(bench.trailer('AI-Model')).toEqual([agent.model])
      expect(bench.trailer('AI-Prompt-Hash')[0]?.split('; ').slice(1)).toEqual(prompts)
      expect(bench.trailer('AI-Human-Edited-Ratio')[0]).toContain(`kept=${kept}; edited=1; dropped=0; basis=measured`)
      const { stdout } = bench.provenance(['show', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ class: 'recorded', binding: 'bound' })
    })

    test('nothing of the prompt, the code or a path stays behind', () => {
      const left = [...everyFile(join(bench.top, '.git', 'provenance', 'spool')), bench.message()]
      for (const text of left) {
        expect(text).not.toContain('zebra')
        expect(text).not.toContain('reduce')
        expect(text).not.toContain(bench.home)
      }
    })

    test('each hook says what its agent wants to hear, and nothing else', () => {
      for (const report of [agent.start(bench.top), agent.prompt(bench.top, 'again')])
        for (const { stdout } of call(bench, agent, report))
          expect(stdout.trim()).toBe(agent.answers?.[report?.event ?? ''] ?? '')
      const { before, after } = agent.create(bench.top, 'tax.js', tax, 'call_9')
      for (const report of [before, after])
        for (const { stdout } of call(bench, agent, report))
          expect(stdout.trim()).toBe(agent.answers?.[report?.event ?? ''] ?? '')
    })

    test('installing twice changes nothing; uninstalling takes it back', () => {
      const again = bench.provenance(['init', '--yes', '--json', '--agents', agent.name])
      expect(JSON.parse(again.stdout)).toMatchObject({ changes: [] })
      expect(bench.provenance(['uninstall']).status).toBe(0)
      expect(existsSync(join(bench.top, agent.hooks.file))).toBe(false)
    })
  })
}
