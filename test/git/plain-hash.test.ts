import { expect } from 'vitest'
import { agentWrites, test } from '../support/commit-flow.js'

const warning = /prompts\.hash is plain/

test('a plain hash is made with a warning, wherever it is asked for and made', ({ bench }) => {
  const provenance = (...args: readonly string[]) => bench.provenance(args)
  expect(provenance('doctor').stdout).not.toMatch(warning)
  bench.write('.provenancerc', 'version: 1\nprompts: { hash: plain }\n')
  expect(provenance('validate', '.provenancerc')).toMatchObject({ status: 0, stderr: expect.stringMatching(warning) })
  expect(JSON.parse(provenance('validate', '--json', '.provenancerc').stdout).warnings).toHaveLength(1)
  expect(provenance('doctor')).toMatchObject({ stdout: expect.stringMatching(/^ok {4}prompts: warning: /m) })
  bench.write('prompt', 'yes')
  const declared = provenance('declare', '--tool', 'chatgpt', '--prompt-file', 'prompt', '--dry-run')
  expect(declared.stderr).toMatch(warning)
  expect(provenance('declare', '--tool', 'chatgpt', '--dry-run').stderr).not.toMatch(warning)
  bench.agent.prompt('yes')
  agentWrites(bench)
  expect(bench.tryGit(['commit', '-qam', 'Add constants'])).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(warning),
  })
  expect(bench.trailer('AI-Prompt-Hash')[0]).toMatch(/^sha256:/)
  bench.write('other.txt', 'by a person\n')
  bench.git('add', 'other.txt')
  expect(bench.tryGit(['commit', '-qm', 'By hand']).stderr).not.toMatch(warning)
})
