import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ago, type DatabaseDesk, databaseDesk, statements } from '../../support/agents/database-desk.js'
import { databases } from '../../support/agents/databases.js'
import { databaseAfter, walBetween } from '../../support/sqlite.js'

let desk: DatabaseDesk
afterEach(() => desk.bench.remove())

const used = { model: 'claude-opus-4-6-20260101', at: ago(60), calls: ['call_0'] }
const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0

for (const database of Object.values(databases))
  describe(`${database.agent}, whose sessions are in a database`, () => {
    beforeEach(() => {
      desk = databaseDesk(database)
    })

    test('its record names the model', () => {
      desk.edit()
      desk.use(used)
      expect(desk.models()).toEqual([used.model])
    })

    test('the model stands in the WAL alone; nothing beside the database is written, made or taken away', () => {
      desk.edit()
      const [before, after] = [databaseAfter(...database.tables), databaseAfter(...statements(database, [used]))]
      const folder = dirname(desk.lay(before, walBetween([before, after])))
      const files = () =>
        readdirSync(folder).map((name) => {
          const file = join(folder, name)
          return [name, statSync(file).mtimeMs, readFileSync(file, 'latin1')]
        })
      const stood = files()
      expect(desk.models()).toEqual([used.model])
      expect(files()).toEqual(stood)
      expect(stood).toHaveLength(2)
    })

    test.skipIf(!hasSqlite)('SQLite itself has the database open, and has not checkpointed its WAL', async () => {
      desk.edit()
      const path = database.path(desk.bench)
      mkdirSync(dirname(path), { recursive: true })
      const writer = spawn('sqlite3', ['-batch', path], { stdio: ['pipe', 'pipe', 'inherit'] })
      const laid = new Promise((resolve) => {
        writer.stdout.on('data', (chunk: Buffer) => chunk.includes('laid') && resolve(null))
      })
      const lines = ['PRAGMA journal_mode=WAL', 'PRAGMA wal_autocheckpoint=0', ...statements(database, [used])]
      writer.stdin.write(`${lines.join(';\n')};\n.print laid\n`)
      await laid
      expect(readFileSync(path).includes(used.model)).toBe(false)
      expect(desk.models()).toEqual([used.model])
      writer.stdin.end()
      await new Promise((resolve) => writer.on('close', resolve))
    })

    test('each edit has the model of its time', () => {
      desk.edit({ file: 'one.js', id: 'call_1' })
      desk.age(3600)
      desk.edit({ file: 'two.js', id: 'call_2' })
      const [later, next] = [
        { model: used.model, at: ago(3000) },
        { model: 'gpt-5.2', at: ago(1800), calls: ['call_2'] },
      ]
      desk.use({ ...used, at: ago(4000) }, later, next)
      expect([...desk.models()].sort()).toEqual([used.model, 'gpt-5.2'])
    })

    test('what the database tells outranks a setting, which counts without it', () => {
      if (database.setting === null) return
      desk.edit({ setting: 'gpt-alias' })
      desk.use(used)
      expect(desk.models()).toEqual([used.model])
      desk.edit({ setting: 'gpt-alias', file: 'more.js', id: 'call_2' })
      rmSync(database.path(desk.bench))
      expect(desk.models()).toEqual(['gpt-alias'])
    })

    test('another session’s model is not named', () => {
      desk.edit()
      desk.lay(databaseAfter(...statements(database, [used], 'another')))
      expect(desk.models()).toEqual(['unknown'])
    })
  })

describe('goose', () => {
  const { goose } = databases
  beforeEach(() => {
    desk = databaseDesk(goose)
    desk.edit()
  })

  test('before its ledger of uses (schema 6 to 14) has the model its session is configured with', () => {
    desk.lay(databaseAfter(goose.tables[0] ?? '', ...goose.rows(goose.session, [])))
    expect(desk.models()).toEqual(['configured'])
  })

  test('tells of a use before or after its tools run: between two models nobody knows which it was', () => {
    desk.age(100)
    desk.use({ model: 'gpt-5.1', at: ago(200) }, { model: 'gpt-5.2', at: ago(50) })
    expect(desk.models()).toEqual(['unknown'])
    desk.edit({ file: 'more.js', id: 'call_2' })
    desk.age(300)
    expect(desk.models()).toEqual(['gpt-5.1'])
  })

  test('notes compactions and sums carried forward too: neither is an answer', () => {
    const ledger = `INSERT INTO usage_ledger (session_id, created_timestamp, model, is_compaction) VALUES ('${goose.session}'`
    const rows = [`${ledger}, ${ago(9)}, 'small-model', 1)`, `${ledger}, ${ago(8)}, NULL, 0)`]
    desk.lay(databaseAfter(...statements(goose, [{ model: 'gpt-5.2', at: ago(60) }]), ...rows))
    expect(desk.models()).toEqual(['gpt-5.2'])
  })

  test('keeps its data where the environment says', () => {
    for (const [variable, folder] of [
      ['GOOSE_PATH_ROOT', 'data/sessions'],
      ['XDG_DATA_HOME', 'goose/sessions'],
    ] as const) {
      desk.edit({ file: `${variable}.js`, id: variable })
      const root = join(desk.bench.home, variable)
      mkdirSync(join(root, folder), { recursive: true })
      const bytes = databaseAfter(...statements(goose, [{ model: variable, at: ago(60) }]))
      writeFileSync(join(root, folder, 'sessions.db'), bytes)
      expect(desk.models({ [variable]: root })).toEqual([variable])
    }
  })
})

describe('devin', () => {
  const { devin } = databases
  beforeEach(() => {
    desk = databaseDesk(devin)
  })

  test('names the tool calls of an answer, whatever ran beside it', () => {
    desk.edit()
    const beside = { model: 'of-a-subagent', at: ago(30), calls: ['call_7'] }
    desk.use({ model: 'swe-1.6', at: ago(60), calls: ['call_0', 'call_1'] }, beside)
    expect(desk.models()).toEqual(['swe-1.6'])
  })

  test('has words for how a model is chosen, which name none; a session’s own model does', () => {
    for (const [chosen, named] of [
      ['adaptive', 'unknown'],
      ['MODEL_PRIVATE_2', 'unknown'],
      ['claude-opus-4-6', 'claude-opus-4-6'],
    ] as const) {
      desk.edit({ file: `${chosen}.js`, id: chosen })
      const more = [
        `UPDATE sessions SET model = '${chosen}'`,
        `INSERT INTO message_nodes (session_id, node_id, chat_message, created_at) VALUES ('${devin.session}', 99, '{', 1)`,
      ]
      desk.lay(databaseAfter(...statements(devin, [{ model: 'MODEL_SWE_1', at: ago(9) }]), ...more))
      expect(desk.models()).toEqual([named])
    }
  })

  test('keeps its database where the environment says', () => {
    desk.edit()
    const path = join(desk.bench.home, 'elsewhere.db')
    writeFileSync(path, databaseAfter(...statements(devin, [used])))
    expect(desk.models({ CHISEL_SESSION_DB: path })).toEqual([used.model])
  })
})

describe('crush', () => {
  const { crush } = databases
  const at = (folder: string, model: string) => {
    mkdirSync(join(folder, '.crush'), { recursive: true })
    writeFileSync(join(folder, '.crush', 'crush.db'), databaseAfter(...statements(crush, [{ model, at: ago(60) }])))
  }
  beforeEach(() => {
    desk = databaseDesk(crush)
  })

  test('started in a folder below has its database there, or in the closest folder above it within the work tree', () => {
    const { top, home } = desk.bench
    const [above, shop] = [join(top, 'packages'), join(top, 'packages', 'shop')]
    for (const [folder, model, told = model] of [
      [home, 'of-the-home', 'unknown'],
      [top, 'of-the-top'],
      [above, 'of-the-packages'],
      [shop, 'of-the-shop'],
    ] as const) {
      desk.edit({ file: `packages/shop/${model}.js`, cwd: shop })
      at(folder, model)
      expect(desk.models()).toEqual([told])
    }
  })

  test('status says what the commit will', () => {
    desk.edit()
    desk.use(used)
    desk.bench.git('add', '-A')
    expect(desk.bench.provenance(['status']).stdout).toContain(`AI-Model: ${used.model}`)
  })
})

test('the package has no SQLite', () => {
  const dist = join(import.meta.dirname, '../../../dist')
  for (const name of readdirSync(dist))
    expect([name, readFileSync(join(dist, name), 'latin1').includes('WebAssembly')]).toEqual([name, false])
  expect(readdirSync(dist).filter((name) => /wasm|sqlite/.test(name))).toEqual([])
})
