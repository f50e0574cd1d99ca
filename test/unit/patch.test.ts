import { expect, test } from 'vitest'
import { patchedFiles, patchedPaths } from '../../src/agents/patch.js'

const patch = (...lines: readonly string[]) => ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n')
const hunk = (old: string, fresh: string) => [{ old, new: fresh, all: false, hunk: true }]

test('a line of context that looks like a header is one of its hunk', () => {
  const said = patch('*** Update File: doc.md', '@@', ' intro', ' *** Update File: x.md', '-text', '+by codex', ' end')
  const context = 'intro\n*** Update File: x.md\n'
  expect(patchedPaths(said)).toEqual(['doc.md'])
  expect(patchedFiles(said)).toEqual([
    { path: 'doc.md', written: null, replacements: hunk(`${context}text\nend\n`, `${context}by codex\nend\n`) },
  ])
})

test('such a line that is taken out or put in is one of its hunk, too; headers may stand aside before and after', () => {
  const said = patch(
    ...['  *** Update File: a', '*** Move to: b', '-*** Delete File: c', '+*** Add File: c', '*** Delete File: d '],
    ...[' *** Add File: e', '+*** Update File: f', ' *** Update File: g', '@@', '-1', '+2'],
  )
  expect(patchedPaths(said)).toEqual(['a', 'b', 'd', 'e', 'g'])
  expect(patchedFiles(said).map(({ written }) => written)).toEqual([null, null, null, '*** Update File: f\n', null])
  expect(patchedFiles(said).at(-1)?.replacements).toEqual(hunk('1\n', '2\n'))
})
