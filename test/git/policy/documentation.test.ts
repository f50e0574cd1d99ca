import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkConfig } from '../../../src/config/load.js'
import { isPreset, type Preset, presets } from '../../../src/core/policy/presets.js'
import { ruleIds } from '../../../src/core/policy/rules/index.js'

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
