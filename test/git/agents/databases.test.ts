import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { maxDatabaseBytes } from '../../../src/core/sqlite-image.js'
import { type DatabaseModel, databaseModels, type Use } from '../../support/agents/databases.js'
import { type AgentModel, around, call } from '../../support/agents/driver.js'
import { agentModels } from '../../support/agents/models.js'
import { databaseAfter, walBetween } from '../../support/sqlite.js'
import { type Workbench, workbench } from '../../support/workbench.js'

let bench: Workbench
afterEach(() => bench.remove())

const set = (name: string) => {
  bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
  writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\ncrush.json\n')
  expect(bench.provenance(['init', '--yes', '--agents', name]).status).toBe(0)
}

/** The agent as its hooks see it, without a setting of its model unless one is given. */
const agentOf = ({ agent, setting }: DatabaseModel, set?: string): AgentModel => {
  const found = agentModels.find(({ name }) => name === agent)
  if (found === undefined) throw new Error(`no model of ${agent}`)
  const chosen = setting === null ? {} : { [setting]: set ?? '' }
  return { ...found, env: (top) => ({ ...found.env(top), ...chosen }) }
}

/** The agent writes a file, and then each further one after the pause that is given. */
const edit = (agent: AgentModel, file = 'new.js', id = 'call_1') => {
  const text = `made ${file}\nby ${id}\n`
  const ran = around(bench, agent, agent.create(bench.top, file, text, id), () => bench.write(file, text))
  for (const { status, stdout, stderr } of ran) expect([status, stdout, stderr]).toEqual([0, '', ''])
}

/** Commits; nothing may be said. Returns `AI-Model` of each contribution. */
const models = (): readonly string[] => {
  bench.git('add', '-A')
  const { status, stdout, stderr } = bench.tryGit(['commit', '-qm', 'Work'])
  expect([status, stdout, stderr]).toEqual([0, '', ''])
  return bench.trailer('AI-Model')
}

const now = () => Math.floor(Date.now() / 1000)
const tables = (model: DatabaseModel, uses: readonly Use[], session = model.session) => [
  ...model.tables,
  ...model.rows(session, uses),
]
const lay = (model: DatabaseModel, main: Buffer, wal?: Buffer) => {
  const path = model.path(bench)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, main)
  if (wal !== undefined) writeFileSync(`${path}-wal`, wal)
  return path
}
const of = (name: string): DatabaseModel => {
  const found = databaseModels.find(({ agent }) => agent === name)
  if (found === undefined) throw new Error(`no database of ${name}`)
  return found
}

for (const model of databaseModels)
  describe(`${model.agent}, whose sessions are in a database`, () => {
    beforeEach(() => set(model.agent))
    const used = { model: 'claude-opus-4-6-20260101', at: now() - 60, calls: ['call_0'] }

    test('its record names the model', () => {
      edit(agentOf(model))
      lay(model, databaseAfter(...tables(model, [used])))
      expect(models()).toEqual([used.model])
    })

    test('the model stands in the WAL alone; nothing beside the database is written, made or taken away', () => {
      edit(agentOf(model))
      const [before, after] = [databaseAfter(...model.tables), databaseAfter(...tables(model, [used]))]
      const path = lay(model, before, walBetween([before, after]))
      const files = () =>
        readdirSync(dirname(path)).map((name) => {
          const file = join(dirname(path), name)
          return [name, statSync(file).mtimeMs, readFileSync(file, 'latin1')]
        })
      const stood = files()
      expect(models()).toEqual([used.model])
      expect(files()).toEqual(stood)
      expect(stood).toHaveLength(2)
    })

    test('each edit has the model of its time', async () => {
      const agent = agentOf(model)
      edit(agent, 'one.js', 'call_1')
      await new Promise((resolve) => setTimeout(resolve, 2_100))
      const at = now() - 1
      edit(agent, 'two.js', 'call_2')
      const uses = [
        { ...used, at: at - 3600, calls: ['call_1'] },
        { model: 'gpt-5.2', at, calls: ['call_2'] },
      ]
      // Before a row that is told after its tools ran, Goose's first edit stands between two models: nobody knows.
      const between = model.agent === 'goose' ? [{ ...used, at: at - 1 - 1 }] : []
      lay(model, databaseAfter(...tables(model, [uses[0] ?? used, ...between, uses[1] ?? used])))
      expect([...models()].sort()).toEqual(model.agent === 'goose' ? ['gpt-5.2', 'unknown'] : [used.model, 'gpt-5.2'])
    })

    test('what the database tells outranks a setting, which counts without it', () => {
      if (model.setting === null) return
      edit(agentOf(model, 'gpt-alias'))
      lay(model, databaseAfter(...tables(model, [used])))
      expect(models()).toEqual([used.model])
      edit(agentOf(model, 'gpt-alias'), 'more.js', 'call_2')
      rmSync(model.path(bench))
      expect(models()).toEqual(['gpt-alias'])
    })

    test('another session’s model is not named', () => {
      edit(agentOf(model))
      lay(model, databaseAfter(...tables(model, [used], 'another')))
      expect(models()).toEqual(['unknown'])
    })

    const whole = () => databaseAfter(...tables(model, [used]))
    const unreadable: Readonly<Record<string, () => unknown>> = {
      'no database': () => {},
      'an empty file': () => lay(model, Buffer.alloc(0)),
      'a file of something else': () => lay(model, Buffer.alloc(9_000, 'x')),
      'a torn file': () => lay(model, whole().subarray(0, 700)),
      'pages of noise': () => lay(model, Buffer.concat([whole().subarray(0, 100), Buffer.alloc(20_000, 7)])),
      'other tables': () => lay(model, databaseAfter('CREATE TABLE t (a)')),
      'tables with other columns': () =>
        lay(
          model,
          databaseAfter('CREATE TABLE messages (a)', 'CREATE TABLE sessions (b)', 'CREATE TABLE message_nodes (c)'),
        ),
      'a file that is too large': () => truncateSync(lay(model, whole()), maxDatabaseBytes + 1),
      'a WAL that is too large': () =>
        truncateSync(`${lay(model, whole(), Buffer.alloc(0))}-wal`, maxDatabaseBytes + 1),
      'a transaction half written': () => writeFileSync(`${lay(model, whole())}-journal`, Buffer.alloc(512, 0xd9)),
      'a folder': () => mkdirSync(model.path(bench), { recursive: true }),
      'a link that leads in a circle': () => {
        mkdirSync(dirname(model.path(bench)), { recursive: true })
        symlinkSync(model.path(bench), model.path(bench))
      },
      'a pipe that nobody writes to': () => {
        mkdirSync(dirname(model.path(bench)), { recursive: true })
        execFileSync('mkfifo', [model.path(bench)])
      },
      'a name with a line break': () =>
        lay(model, databaseAfter(...tables(model, [{ ...used, model: 'x\nSigned-off-by: Mallory <m@example.com>' }]))),
      'a name without end': () =>
        lay(model, databaseAfter(...tables(model, [{ ...used, model: 'x'.repeat(100_000) }]))),
      'a query that does not end': () => lay(model, databaseAfter(...endless)),
    }
    for (const [what, make] of Object.entries(unreadable))
      test(`${what}: the model is unknown, and the commit as it was`, () => {
        edit(agentOf(model))
        make()
        const start = Date.now()
        const told = models()
        expect(told).toEqual(['unknown'])
        expect(Date.now() - start).toBeLessThan(10_000)
        expect(bench.message()).not.toContain('Mallory')
      })
  })

/** Views in the place of tables, made of rows without end. */
const endless = ['messages', 'sessions', 'usage_ledger', 'message_nodes'].map(
  (name) => `CREATE VIEW ${name} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
   SELECT i AS id, i AS row_id, 's' AS session_id, 'assistant' AS role, 'm' AS model, i AS created_at, i AS created_timestamp,
   0 AS is_compaction, '{}' AS chat_message, '{}' AS model_config_json FROM n`,
)

const hasSqlite = spawnSync('sqlite3', ['--version']).status === 0

for (const model of databaseModels)
  test.skipIf(!hasSqlite)(
    `${model.agent}: while SQLite itself has the database open and has not checkpointed its WAL`,
    async () => {
      set(model.agent)
      edit(agentOf(model))
      const path = model.path(bench)
      mkdirSync(dirname(path), { recursive: true })
      const writer = spawn('sqlite3', ['-batch', path], { stdio: ['pipe', 'pipe', 'inherit'] })
      const used = { model: 'live-model-1', at: now() - 60 }
      const done = new Promise((resolve) => {
        writer.stdout.on('data', (chunk: Buffer) => chunk.includes('laid') && resolve(null))
      })
      writer.stdin.write('PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;\n')
      for (const statement of tables(model, [used])) writer.stdin.write(`${statement};\n`)
      writer.stdin.write('.print laid\n')
      await done
      expect(readFileSync(path).includes('live-model-1')).toBe(false)
      expect(models()).toEqual(['live-model-1'])
      writer.stdin.end()
      await new Promise((resolve) => writer.on('close', resolve))
    },
  )

test('goose before its ledger of uses (schema 6 to 14) has the model its session is configured with', () => {
  set('goose')
  const goose = of('goose')
  edit(agentOf(goose))
  lay(goose, databaseAfter(goose.tables[0] ?? '', ...goose.rows(goose.session, [])))
  expect(models()).toEqual(['configured'])
})

test('goose’s compactions, made by a model of their own, and sums carried forward do not count', () => {
  set('goose')
  const goose = of('goose')
  edit(agentOf(goose))
  const ledger = `INSERT INTO usage_ledger (session_id, created_timestamp, model, is_compaction) VALUES ('${goose.session}'`
  const rows = [`${ledger}, ${now() - 9}, 'small-model', 1)`, `${ledger}, ${now() - 8}, NULL, 0)`]
  lay(goose, databaseAfter(...tables(goose, [{ model: 'gpt-5.2', at: now() - 60 }]), ...rows))
  expect(models()).toEqual(['gpt-5.2'])
})

test('devin’s answer is found by the tool call it made, whatever ran beside it', () => {
  set('devin')
  const devin = of('devin')
  edit(agentOf(devin))
  const uses = [
    { model: 'swe-1.6', at: now() - 60, calls: ['call_0', 'call_1'] },
    { model: 'of-a-subagent', at: now() - 30, calls: ['call_7'] },
  ]
  lay(devin, databaseAfter(...tables(devin, uses)))
  expect(models()).toEqual(['swe-1.6'])
})

test('devin’s words for how a model is chosen name none; a session’s own model does', () => {
  set('devin')
  const devin = of('devin')
  for (const [chosen, named] of [
    ['adaptive', 'unknown'],
    ['MODEL_PRIVATE_2', 'unknown'],
    ['claude-opus-4-6', 'claude-opus-4-6'],
  ] as const) {
    edit(agentOf(devin), `${chosen}.js`, chosen)
    const broken = `INSERT INTO message_nodes (session_id, node_id, chat_message, created_at) VALUES ('${devin.session}', 99, '{', 1)`
    const uses = [{ model: 'MODEL_SWE_1', at: now() - 9 }]
    lay(devin, databaseAfter(...tables(devin, uses), `UPDATE sessions SET model = '${chosen}'`, broken))
    expect(models()).toEqual([named])
  }
})

test('crush that was started in a folder below has its database there, or in the closest folder above it', () => {
  set('crush')
  const crush = of('crush')
  const below = { ...agentOf(crush), env: agentOf(crush).env }
  const editBelow = (file: string) => {
    const { before } = below.create(bench.top, file, `made ${file}\n`, 'c1')
    const payload = { ...before?.payload, cwd: join(bench.top, 'packages', 'shop') }
    call(bench, below, before === null ? null : { ...before, payload })
    bench.write(file, `made ${file}\n`)
  }
  editBelow('packages/shop/a.js')
  lay(crush, databaseAfter(...tables(crush, [{ model: 'of-the-top', at: now() - 60 }])))
  expect(models()).toEqual(['of-the-top'])
  editBelow('packages/shop/b.js')
  mkdirSync(join(bench.top, 'packages', 'shop', '.crush'))
  writeFileSync(
    join(bench.top, 'packages', 'shop', '.crush', 'crush.db'),
    databaseAfter(...tables(crush, [{ model: 'of-the-shop', at: now() - 60 }])),
  )
  expect(models()).toEqual(['of-the-shop'])
})

test('folders that the environment names are looked into', () => {
  set('goose')
  const goose = of('goose')
  for (const [variable, folder] of [
    ['GOOSE_PATH_ROOT', 'data/sessions'],
    ['XDG_DATA_HOME', 'goose/sessions'],
  ] as const) {
    edit(agentOf(goose), `${variable}.js`, variable)
    const root = join(bench.home, variable)
    mkdirSync(join(root, folder), { recursive: true })
    writeFileSync(
      join(root, folder, 'sessions.db'),
      databaseAfter(...tables(goose, [{ model: variable, at: now() - 60 }])),
    )
    bench.git('add', '-A')
    expect(bench.tryGit(['commit', '-qm', 'Work'], { env: { [variable]: root } }).stderr).toBe('')
    expect(bench.trailer('AI-Model')).toEqual([variable])
  }
})

test('status says what the commit will', () => {
  set('crush')
  const crush = of('crush')
  edit(agentOf(crush))
  lay(crush, databaseAfter(...tables(crush, [{ model: 'told-by-status', at: now() - 60 }])))
  bench.git('add', '-A')
  expect(bench.provenance(['status']).stdout).toContain('AI-Model: told-by-status')
})

describe('the package', () => {
  const dist = join(import.meta.dirname, '../../../dist')

  test('has SQLite in files of its own, and none of it in the hooks’ program', () => {
    expect(readdirSync(dist)).toEqual(expect.arrayContaining(['sqlite.mjs', 'sql-wasm.wasm']))
    for (const name of readdirSync(dist).filter((file) => /js$/.test(file) && file !== 'sqlite.mjs'))
      expect([name, readFileSync(join(dist, name), 'utf8').includes('WebAssembly')]).toEqual([name, false])
  })
})
