import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkConfig } from '../../../src/config/load.js'
import { incompleteFaults, integrityFaults } from '../../../src/core/ledger/gravity.js'
import { builtIn } from '../../../src/core/policy/evaluate.js'
import { isPreset, type Preset, presets } from '../../../src/core/policy/presets.js'
import { type RuleId, ruleIds } from '../../../src/core/policy/rules/index.js'
import { findingCodes, wordingOf } from '../../../src/core/wording.js'

const docs = resolve(import.meta.dirname, '../../../docs')
const page = readFileSync(join(docs, 'policy.md'), 'utf8')

const words = (setting: unknown): string =>
  typeof setting === 'string'
    ? setting
    : (setting as readonly unknown[]).map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')

/** The page on presets, made from what they say themselves. */
const presetPage = (): string => {
  const sections = Object.entries(presets as Readonly<Record<string, Preset>>).map(
    ([name, { for: whom, choices }]) =>
      `## ${name}\n\n${whom}\n\n| rule | setting | why |\n| --- | --- | --- |\n${Object.entries(choices)
        .map(([id, { setting, why }]) => `| [${id}](rules/${id}.md) | ${words(setting)} | ${why} |\n`)
        .join('')}`,
  )
  return `# Presets\n\nMade by a test from the presets themselves. \`extends: NAME\` in the [policy](policy.md) takes one in; a preset is evidence for somebody to judge, and makes nobody compliant.\n\n${sections.join('\n')}`
}

test('presets are on their page', async () => {
  await expect(presetPage()).toMatchFileSnapshot(join(docs, 'presets.md'))
})

/** Said of the repository, in the header of a ledger, and of no commit. */
const flags = ['replace-refs', 'grafts']

const isRule = (code: string): code is RuleId => (ruleIds as readonly string[]).includes(code)

const gravity = (code: string): string => {
  if (isRule(code)) return `as the policy says; ${builtIn[code] ?? 'off'} without one`
  if (code === 'squash-lost-records') return 'as `squash-kept-records`'
  if (code === 'squash-untold') return 'as `record-required` where that is an error, else warn'
  if (flags.includes(code)) return 'a flag of the ledger'
  if (integrityFaults.has(code)) return 'error, exit 3'
  return incompleteFaults.has(code) ? 'error, exit 4' : 'warn'
}

/** The page on findings, made from the words that are printed. */
const findingsPage = (): string => {
  const rows = (codes: readonly string[]) =>
    codes.map((code) => {
      const { sentence, mend } = wordingOf(code, 'COMMIT')
      const name = isRule(code) ? `[\`${code}\`](rules/${code}.md)` : `\`${code}\``
      return `| ${name} | ${sentence} | \`${mend}\` | ${gravity(code)} |\n`
    })
  const table = (codes: readonly string[]) =>
    `| code | what it says | what mends it, or shows more | how grave |\n| --- | --- | --- | --- |\n${rows(codes).join('')}`
  return `# Findings

Made by a test from the words that are printed. A finding says something of one commit, unless the sentence names the repository. An \`error\` of a rule makes the verdict \`fail\` (exit 1), a \`warn\` is told; broken integrity is exit 3 and missing history exit 4, whatever the policy says.

## Of the policy's rules

${table(findingCodes.filter(isRule))}
## Of what was read

No policy sets these, but for the one that follows a rule, and no waiver lifts them.

${table(findingCodes.filter((code) => !isRule(code)))}`
}

describe('the page on findings', () => {
  test('has the words that are printed', async () => {
    await expect(findingsPage()).toMatchFileSnapshot(join(docs, 'findings.md'))
  })

  test('says how grave each is as the program does', () => {
    const source = resolve(docs, '../src')
    const texts = ['core', 'workflows'].flatMap((folder) =>
      readdirSync(join(source, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join(source, folder, name), 'utf8')),
    )
    const made = texts.flatMap((text) => [...text.matchAll(/code: '([a-z-]+)', severity: '(error|warn)'/g)])
    expect(made.length).toBeGreaterThan(10)
    for (const [, code = '', severity = ''] of made) {
      expect(findingCodes).toContain(code)
      if (!code.startsWith('squash-')) expect([code, gravity(code).split(',')[0]]).toEqual([code, severity])
    }
  })

  test('is found from where findings are met', () => {
    for (const name of ['../README.md', 'policy.md', 'ledger.md', 'server.md'])
      expect([name, readFileSync(join(docs, name), 'utf8').includes('findings.md')]).toEqual([name, true])
  })
})

describe('the page on the policy', () => {
  const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)

  test.for(blocks.map((text, index) => [index, text] as const))('example %s is a policy', ([, text]) => {
    const read = (name: string) => (name === 'policy/team.yaml' ? { rules: {} } : null)
    expect(checkConfig(parse(text), 'policy.yaml', read)).toMatchObject({ version: 1 })
  })

  test('lists every rule', () => {
    const rows = [...page.matchAll(/^\| \[([\w-]+)\]\(rules\/([\w-]+)\.md\)/gm)].map(([, name, file]) => [name, file])
    expect(rows.map(([name]) => name).sort()).toEqual([...ruleIds].sort())
    expect(rows.every(([name, file]) => name === file)).toBe(true)
    expect(['relaxed', 'hipaa'].every(isPreset)).toBe(true)
  })
})
