import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

/** What stands in the place of a policy and is none must not pass for a policy without rules, nor for no policy. */

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

/** Commits what is staged, and judges a commit upon it. */
const upon = () => {
  bench.git('commit', '-q', '-m', 'Base')
  bench.git('commit', '-q', '--allow-empty', '-m', 'Silent')
  return bench.provenance(['verify', 'HEAD~1..HEAD'])
}
const refusal = (said: string) => ({ status: 2, stdout: '', stderr: expect.stringContaining(said) })
const doctor = () => bench.provenance(['doctor']).stdout

test('a submodule does not pass for none', () => {
  const head = bench.git('rev-parse', 'HEAD').trim()
  bench.git('update-index', '--add', '--cacheinfo', `160000,${head},.provenancerc`)
  expect(upon()).toMatchObject(refusal('expected a file, got a submodule'))
})

describe('a file without a word', () => {
  test.for(['', '# nothing yet\n', 'null\n'])('%j is refused in the base as by doctor and validate', (text) => {
    bench.write('.provenancerc', text)
    bench.write('.provenancerc.yaml', 'rules: { record-required: error }\n')
    const said = 'expected a policy ({} for one without rules), got none'
    expect(doctor()).toMatch(`WRONG configuration: ${join(bench.top, '.provenancerc')}: ${said}`)
    expect(bench.provenance(['validate', '.provenancerc'])).toMatchObject({ status: 1 })
    bench.git('add', '.')
    expect(upon()).toMatchObject(refusal(`.provenancerc: ${said}`))
  })

  test('is refused where a policy extends it', () => {
    bench.write('.provenancerc', 'extends: ./team.yaml\n')
    bench.write('team.yaml', '')
    expect(doctor()).toContain('team.yaml: expected a policy ({} for one without rules)')
    bench.git('add', '.')
    expect(upon()).toMatchObject(refusal('team.yaml: expected a policy ({} for one without rules)'))
  })
})

describe('a symbolic link, of which git keeps where it leads', () => {
  const said = 'expected a file, got a symbolic link, which is not followed in a commit'

  test('is told before it is committed, and refused then; one that git ignores is a person’s own', () => {
    bench.write('policy/team.yaml', 'rules: { record-required: error }\n')
    symlinkSync('policy/team.yaml', join(bench.top, '.provenancerc'))
    expect(doctor()).toContain(`WRONG configuration: .provenancerc: ${said}`)
    expect(bench.provenance(['validate', '.provenancerc']).stdout).toContain(said)
    bench.write('.git/info/exclude', '.provenancerc\n')
    expect(doctor()).toContain('configuration: valid')
    bench.git('add', '-f', '.')
    bench.git('add', '-f', '.provenancerc')
    expect(upon()).toMatchObject(refusal(said))
    expect(doctor()).toContain(`WRONG configuration: .provenancerc: ${said}`)
  })

  test('is told where a policy extends it, or a file behind it', () => {
    bench.write('policy/team.yaml', 'rules: { record-required: error }\n')
    symlinkSync('policy', join(bench.top, 'linked'))
    symlinkSync('policy/team.yaml', join(bench.top, 'team.yaml'))
    for (const [file, refused] of [
      ['./linked/team.yaml', 'no such file is there'],
      ['./team.yaml', said],
    ] as const) {
      bench.write('.provenancerc', `extends: ${file}\n`)
      expect(doctor()).toContain(`WRONG configuration: ${file.slice(2)}: ${said}`)
      bench.git('add', '.')
      expect(upon()).toMatchObject(refusal(refused))
    }
  })
})
