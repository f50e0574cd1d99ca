import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical.js'
import type { Header, LedgerLine } from '../../src/core/ledger/schema.js'
import { judged, type PolicyBench, policyBench } from '../support/policy-bench.js'

let bench: PolicyBench
beforeEach(() => {
  bench = policyBench()
})
afterEach(() => bench.remove())

const verify = (...words: readonly string[]) =>
  bench.provenance(['verify', ...words, '--output', '../ledger.jsonl', '--format', 'jsonl'])
const check = (...words: readonly string[]) => bench.provenance(['ledger', 'check', '../ledger.jsonl', ...words])

/** Writes the ledger's header anew and mends its chain, as another program, or a forger, would have it. */
const withHeader = (change: (header: Header) => object): void => {
  let prev = ''
  const texts = bench
    .read('../ledger.jsonl')
    .trimEnd()
    .split('\n')
    .map((text) => {
      const line = JSON.parse(text) as LedgerLine
      const made = canonicalJson(line.type === 'header' ? change(line) : { ...line, prev })
      prev = sha256(made)
      return `${made}\n`
    })
  writeFileSync(join(bench.home, 'ledger.jsonl'), texts.join(''))
}

describe('the commit of an adoption', () => {
  beforeEach(() => {
    bench.write('.provenancerc', 'adoption: {after: adopted}\nrules: {record-required: error}\n')
    bench.commit('Policy')
    bench.git('tag', 'adopted')
    bench.commit('One')
    bench.commit('Two')
  })

  test('is named beside its tag, on every page, and by it the ledger is checked when the tag has moved or gone', () => {
    const adopted = bench.git('rev-parse', 'adopted').trim()
    const { header, status } = judged(verify('HEAD~2..HEAD'))
    expect([status, header.adoption, header.adoptionCommit]).toEqual([1, 'adopted', adopted])
    for (const format of ['text', 'markdown', 'html'])
      expect(bench.provenance(['report', '../ledger.jsonl', '--format', format]).stdout).toContain(
        `after adopted ${adopted}`,
      )
    expect(check()).toMatchObject({ status: 0, stderr: '' })
    bench.git('tag', '-f', 'adopted', 'HEAD')
    const moved = judged(bench.provenance(['verify', 'HEAD~2..HEAD', '--format', 'jsonl']))
    expect([moved.status, moved.footer.counts.preAdoption]).toEqual([0, 2])
    expect(moved.header.adoptionCommit).not.toBe(adopted)
    const now = `adopted stood for ${adopted}, and now for ${bench.git('rev-parse', 'HEAD').trim()}`
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining(now) })
    bench.git('tag', '-d', 'adopted')
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('and now is no more') })
  })

  test('is found by the tag for ledgers that do not name it, and missing where the repository has it no more', () => {
    verify('HEAD~2..HEAD')
    withHeader(({ adoptionCommit: _, policy: { files: __, ...policy }, ...header }) => ({ ...header, policy }))
    expect(check().status).toBe(0)
    bench.git('tag', '-f', 'adopted', 'HEAD')
    expect(check().status).toBe(3)
    withHeader((header) => ({ ...header, adoptionCommit: 'a'.repeat(40) }))
    expect(check()).toMatchObject({ status: 4, stderr: expect.stringContaining('which is missing') })
  })

  test('that a policy names by itself is no other, whatever the ledger says', () => {
    for (const length of [40, 10]) {
      const policy = `adoption: "${bench.git('rev-parse', 'adopted').slice(0, length)}"\n`
      bench.write('../policy.yaml', policy)
      verify('HEAD~2..HEAD', '--policy', '../policy.yaml')
      expect(check('--policy', '../policy.yaml').status).toBe(0)
      withHeader((header) => ({ ...header, adoptionCommit: header.range.to }))
      expect(check('--policy', '../policy.yaml').status).toBe(3)
    }
  })
})

describe('the files of a policy', () => {
  const text = Buffer.from('\xef\xbb\xbfrules: {record-required: error} # caf\xe9\n', 'latin1')

  test('have digests that git and sha256sum give again, whatever bytes they are, with those that are extended', () => {
    writeFileSync(join(bench.top, '.provenancerc'), 'extends: ["policy/it\'s.yaml", recommended]\npolicyVersion: 1\n')
    bench.run('mkdir', ['policy'])
    writeFileSync(join(bench.top, "policy/it's.yaml"), text)
    bench.commit('Policy')
    bench.commit('One')
    const { header } = judged(verify('HEAD~1..HEAD'))
    const { files = [] } = header.policy
    expect(files.map(({ path }) => path)).toEqual(['.provenancerc', "policy/it's.yaml"])
    for (const { path, digest, recompute = '' } of files) {
      expect(digest).toBe(
        createHash('sha256')
          .update(readFileSync(join(bench.top, path)))
          .digest('hex'),
      )
      expect(bench.run('sh', ['-c', recompute]).stdout).toBe(`${digest}  -\n`)
    }
    withHeader((line) => JSON.parse(JSON.stringify(line).replaceAll(' -c advice.graftFileDeprecated=false', '')))
    expect(check().status).toBe(0)
    withHeader((line) => ({ ...line, population: { ...line.population, recompute: ['true'] } }))
    expect(check().status).toBe(3)
    verify('HEAD~1..HEAD')
    withHeader((line) => ({ ...line, policy: { ...line.policy, files: files.slice(0, 1) } }))
    expect(check()).toMatchObject({ status: 3, stdout: expect.stringContaining('policy: history says another thing') })
  })

  test('that were named are told from their folder, and hold for another form of the same policy; of a pipe only the digest', () => {
    bench.commit('One')
    bench.write('../policy.yaml', 'rules: {record-required: warn}\n')
    const { header } = judged(verify('HEAD~1..HEAD', '--policy', '../policy.yaml'))
    const [file] = header.policy.files ?? []
    expect(bench.run('sh', ['-c', file?.recompute ?? ''], { cwd: bench.home }).stdout).toBe(
      `${file?.digest}  policy.yaml\n`,
    )
    bench.write('../policy.yaml', '{"rules": {"record-required": "warn"}}\n')
    expect(check('--policy', '../policy.yaml').status).toBe(0)
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('--policy FILE') })
    const program = resolve('bin/provenance.mjs')
    const piped = 'cat ../policy.yaml | node "$0" verify HEAD~1..HEAD --format jsonl --policy /dev/stdin'
    const ran = bench.run('sh', ['-c', piped, program])
    writeFileSync(join(bench.home, 'ledger.jsonl'), ran.stdout)
    expect(judged(ran).header.policy).toMatchObject({
      source: 'a pipe',
      files: [{ path: 'a pipe', digest: sha256(bench.read('../policy.yaml')) }],
    })
    expect(check()).toMatchObject({ status: 0, stderr: expect.stringContaining('--policy FILE') })
    expect(check('--policy', '../policy.yaml').status).toBe(0)
  })

  test('say that nobody changed a policy to which a later version of the program adds a default', () => {
    bench.write('.provenancerc', 'policyVersion: 3\n')
    bench.commit('Policy')
    bench.commit('One')
    verify('HEAD~1..HEAD')
    const other = (tool: string) =>
      withHeader((header) => ({ ...header, tool, policy: { ...header.policy, digest: 'b'.repeat(64) } }))
    const { tool } = judged(bench.provenance(['report', '../ledger.jsonl', '--format', 'jsonl'])).header
    other(tool)
    expect(check().status).toBe(3)
    other('commit-provenance/0.0.1')
    expect(check().status).toBe(0)
    const after = ['--after', '../ledger.jsonl', '--format', 'jsonl']
    bench.commit('Two')
    const next = bench.provenance(['verify', 'HEAD~1..HEAD', ...after])
    expect(next.status).toBe(0)
    expect(judged(next).header.after?.policy).toMatchObject({ files: [sha256('policyVersion: 3\n')] })
    bench.write('../next.jsonl', next.stdout)
    expect(bench.provenance(['ledger', 'check', '../next.jsonl', '--after', '../ledger.jsonl']).status).toBe(0)
    bench.write('.provenancerc', 'policyVersion: 3 # the same with other words\nrules: {}\nenforce: [pre-push]\n')
    bench.commit('Changed')
    expect(bench.provenance(['verify', 'HEAD~1..HEAD', ...after, '--policy', '.provenancerc']).status).toBe(3)
  })
})
