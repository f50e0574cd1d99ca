import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ruleIds } from '../../../src/core/policy/rules/index.js'
import { wordingOf } from '../../../src/core/wording.js'
import { type PolicyBench, policyBench } from '../../support/policy-bench.js'

const folder = resolve(import.meta.dirname, '../../../docs/rules')

type Example = { readonly files: readonly string[]; readonly signed: boolean; readonly message: string }

/** A page's policy, and the commits that it finds and lets through. */
const pageOf = (id: string) => {
  const text = readFileSync(join(folder, `${id}.md`), 'utf8')
  const example = (heading: string): Example => {
    const section = text.slice(text.indexOf(`## ${heading}\n`))
    const [, intro = '', message = ''] =
      /\n\n(A (?:signed )?commit of [^\n]*):\n\n```text\n(.*?)\n```\n/s.exec(section) ?? []
    return {
      files: [...intro.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
      signed: intro.startsWith('A signed'),
      message,
    }
  }
  return {
    text,
    policy: /```yaml\n(.*?)\n```\n/s.exec(text)?.[1] ?? '',
    found: example('Found'),
    well: example('Well'),
  }
}

describe('every rule has a page whose examples are as it says', () => {
  let bench: PolicyBench
  afterEach(() => bench?.remove())

  const codesOf = (policy: string, { files, signed, message }: Example): readonly string[] => {
    bench = policyBench()
    const key = join(bench.home, 'key')
    bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'jo@example.com', '-f', key])
    bench.write('../signers', `jo@example.com ${bench.read('../key.pub')}`)
    if (signed)
      for (const [name, value] of [
        ['gpg.format', 'ssh'],
        ['user.signingKey', `${key}.pub`],
        ['commit.gpgSign', 'true'],
      ])
        bench.git('config', name ?? '', value ?? '')
    bench.commit(message, files)
    const { codes } = bench.judge(policy, ['--allowed-signers', join(bench.home, 'signers')])
    bench.remove()
    return codes
  }

  test('and no page is left over', () => {
    expect(readdirSync(folder).sort()).toEqual([...ruleIds].map((id) => `${id}.md`).sort())
  })

  test.for(ruleIds)('%s', (id) => {
    const { text, policy, found, well } = pageOf(id)
    expect(text.startsWith(`# ${id}\n`)).toBe(true)
    expect(text).toMatch(/\n- \*\*Option\*\*: [^\n]+\n- \*\*Serves\*\*: [^\n]+\n.*\n## To mend\n\n.+/s)
    expect(found.files.length * well.files.length).toBeGreaterThan(0)
    expect(codesOf(policy, found).filter((code) => code === id)).toHaveLength(1)
    expect(codesOf(policy, well).filter((code) => !code.endsWith('?'))).toEqual([])
    expect(wordingOf(id, 'x').sentence).not.toBe(id)
  })
})
