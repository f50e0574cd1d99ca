import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { agents, installable } from '../../src/agents/index.js'
import { managers } from '../../src/install/managers.js'
import { agentModels } from '../support/agents/models.js'

const root = join(import.meta.dirname, '../..')
const page = (path: string) => readFileSync(join(root, path), 'utf8')

/** The first cells of a table's rows. */
const firstCells = (text: string, heading: string): readonly string[] => {
  const lines = text.slice(text.indexOf(heading)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) => line.split('|')[1]?.trim() ?? '')
}

describe('the tables of agents', () => {
  const driven = new Set([...agentModels.map(({ name }) => name), 'opencode', 'amp'])

  test('every agent that can be installed is driven by a test, has its row in the README and its file in docs', () => {
    const rows = firstCells(page('README.md'), '| agent ').join('\n')
    const files = page('docs/agents.md')
    for (const name of installable) {
      expect([name, driven.has(name)]).toEqual([name, true])
      expect(rows).toContain(agents[name]?.product)
      for (const { path } of agents[name]?.hooks ?? []) expect(files).toContain(path.split('/').slice(0, 2).join('/'))
    }
    expect(firstCells(files, '| agent ')).toEqual([...installable])
  })

  test('what an agent asks of a person is said where doctor says it', () => {
    const rows = page('docs/agents.md').split('\n')
    for (const name of installable) {
      const row = rows.find((line) => line.startsWith(`| ${name} `)) ?? ''
      expect([name, (row.split('|')[3] ?? '').trim() !== '']).toEqual([name, agents[name]?.trust !== undefined])
    }
  })
})

test('every hook manager has its row, and the command that is run then', () => {
  const text = page('docs/hook-managers.md')
  expect(Object.keys(managers).length).toBeGreaterThan(2)
  for (const { name, followUp } of Object.values(managers)) {
    expect(text).toContain(`| \`${name}\``)
    if (followUp !== null) expect(text).toContain(followUp)
  }
})

describe('CONTRIBUTING', () => {
  const text = page('CONTRIBUTING.md')

  test('has every folder of the source in its table', () => {
    const rows = firstCells(text, '| folder ').join('\n')
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory())
    expect(folders.length).toBeGreaterThan(8)
    for (const { name } of folders) expect(rows).toContain(`\`src/${name}/\``)
  })

  test('names every variable that no page for people names', () => {
    const texts = ['src', 'hooks'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8')),
    )
    const names = new Set(texts.flatMap((one) => one.match(/\bPROVENANCE_[A-Z_]+\b/g) ?? []))
    const pages = ['CONTRIBUTING.md', 'README.md', 'docs/ci.md', 'docs/server.md'].map(page).join('\n')
    expect(names.size).toBeGreaterThan(5)
    expect([...names].filter((name) => !pages.includes(`${name}`))).toEqual([])
  })
})
