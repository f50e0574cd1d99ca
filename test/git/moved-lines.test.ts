import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const helper = 'export const area = (w: number, h: number) => {\n  const sides = w * h\n  return sides\n}\n'
const caller = 'import { readFileSync } from "node:fs"\nexport const size = readFileSync("x").length\n'

const ratio = (bench: Workbench) => bench.trailer('AI-Human-Edited-Ratio')[0]?.split('; basis')[0]

const agentMakes = (bench: Workbench, path: string, text: string) => {
  bench.agent.start()
  bench.agent.prompt('Make it')
  bench.agent.edit(path, text)
}

test('lines that a person moves to a new file stand in the commit', ({ bench }) => {
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.write('area.ts', helper)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Apart')
  expect(ratio(bench)).toBe('0.000; kept=6; edited=0; dropped=0')
})

test('into a file that was there, indented, below a name with a blank', ({ bench }) => {
  bench.write('old part.ts', 'namespace shapes {\n}\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Old')
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.write('old part.ts', `namespace shapes {\n${helper.replaceAll(/^/gm, '  ').trimEnd()}\n}\n`)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Apart')
  expect(ratio(bench)).toBe('0.000; kept=6; edited=0; dropped=0')
})

test('a line that was changed on the way is edited, one that went on the way is dropped', ({ bench }) => {
  agentMakes(bench, 'all.ts', `${helper}export const unused = "nobody asks for this"\n${caller}`)
  bench.write('all.ts', caller)
  bench.write('area.ts', helper.replace('sides = w * h', 'sides = w * (h + 1)'))
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Apart')
  expect(ratio(bench)).toBe('0.286; kept=5; edited=1; dropped=1')
})

test('between two files that the agent wrote', ({ bench }) => {
  agentMakes(bench, 'all.ts', helper + caller)
  bench.agent.edit('other.ts', 'export const other = "another thing"\n')
  bench.write('all.ts', caller)
  bench.write('other.ts', `export const other = "another thing"\n${helper}`)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Apart')
  expect(ratio(bench)).toBe('0.000; kept=7; edited=0; dropped=0')
})

test('a file of the agent’s that was never committed, merged by hand into one of the person’s', ({ bench }) => {
  agentMakes(bench, 'draft.ts', helper)
  bench.run('rm', ['draft.ts'])
  bench.write('start.txt', `one\ntwo\nthree\n${caller}${helper}`)
  bench.git('commit', '-qam', 'Merged by hand')
  expect(bench.trailer('AI-Tool')[0]).toMatch(/^claude-code/)
  expect(ratio(bench)).toBe('0.000; kept=4; edited=0; dropped=0')
})

test('moved before the agent worked on, and by a commit that is amended later', ({ bench }) => {
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.write('area.ts', helper)
  bench.agent.edit('area.ts', `${helper}export const one = area(1, 1)\n`)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Apart')
  expect(ratio(bench)).toBe('0.000; kept=7; edited=0; dropped=0')
  bench.write('mine.txt', 'by hand\n')
  bench.git('add', '-A')
  bench.git('commit', '-q', '--amend', '--no-edit')
  expect(ratio(bench)).toBe('0.000; kept=7; edited=0; dropped=0')
})

test('a short line that stands elsewhere too says nothing, nor does what the commit leaves out', ({ bench }) => {
  agentMakes(bench, 'all.ts', `const a = 1\nreturn a\n${caller}`)
  bench.write('all.ts', caller)
  bench.write('mine.ts', 'function f() {\n  return a\n}\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Typed')
  expect(ratio(bench)).toBe('0.500; kept=2; edited=0; dropped=2')
})

test('a copy takes nothing from the file that it was copied from', ({ bench }) => {
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('copy.ts', helper)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Copied')
  expect(ratio(bench)).toBe('0.000; kept=6; edited=0; dropped=0')
})

test('what a merge brings is not what a person moved', ({ bench }) => {
  bench.git('checkout', '-qb', 'side')
  bench.write('area.ts', helper)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Side')
  bench.git('checkout', '-q', 'main')
  bench.git('merge', '-q', '--no-ff', '--no-commit', 'side')
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Merged')
  expect(ratio(bench)).toBe('0.667; kept=2; edited=0; dropped=4')
})

test('lines that a person moved and the agent then wrote anew there count in their last form alone', ({ bench }) => {
  bench.write('area.ts', '// shapes\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Shapes')
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.write('area.ts', `// shapes\n${helper}`)
  bench.agent.edit('area.ts', '// shapes\nexport type Rectangle = { readonly width: number }\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Anew')
  expect(ratio(bench)).toBe('0.000; kept=3; edited=0; dropped=0')
})

test('a line that the agent takes out of what was committed before is no trace of one that a person dropped', ({
  bench,
}) => {
  bench.write('area.ts', helper)
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Shapes')
  agentMakes(bench, 'all.ts', helper + caller)
  bench.write('all.ts', caller)
  bench.agent.edit('area.ts', 'export type Rectangle = { readonly width: number }\n')
  bench.git('add', '-A')
  bench.git('commit', '-qm', 'Anew')
  expect(ratio(bench)).toBe('0.571; kept=3; edited=0; dropped=4')
})
