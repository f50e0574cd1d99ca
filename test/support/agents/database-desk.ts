import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { databaseAfter } from '../sqlite.js'
import { type Workbench, workbench } from '../workbench.js'
import type { DatabaseModel, Use } from './databases.js'
import { type AgentModel, around } from './driver.js'
import { agentModels } from './models.js'

/** Seconds ago, as Unix time. */
export const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds

/** The statements that make an agent's database, with these uses of models in one session. */
export const statements = (database: DatabaseModel, uses: readonly Use[], session = database.session) => [
  ...database.tables,
  ...database.rows(session, uses),
]

export type EditOptions = {
  readonly file?: string
  readonly id?: string
  readonly setting?: string
  readonly cwd?: string
}

/** A repository in which an agent works that keeps its sessions in a database. */
export type DatabaseDesk = {
  readonly bench: Workbench
  /** The agent writes a file; without a setting of its model unless one is given. */
  readonly edit: (options?: EditOptions) => void
  /** What was reported so far was reported so many seconds ago. */
  readonly age: (seconds: number) => void
  /** Lays down the database, and its WAL where one is given; returns its path. */
  readonly lay: (main: Buffer, wal?: Buffer) => string
  /** Lays down a database with these uses of models. */
  readonly use: (...uses: readonly Use[]) => string
  /** Commits; nothing may be said. Returns `AI-Model` of each contribution. */
  readonly models: (env?: NodeJS.ProcessEnv) => readonly string[]
}

export const databaseDesk = (database: DatabaseModel): DatabaseDesk => {
  const bench = workbench({ files: { 'a.js': 'a\n' }, init: false })
  writeFileSync(join(bench.top, '.git', 'info', 'exclude'), '.*\ncrush.json\n')
  expect(bench.provenance(['init', '--yes', '--agents', database.agent]).status).toBe(0)
  const lay = (main: Buffer, wal?: Buffer) => {
    const path = database.path(bench)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, main)
    if (wal !== undefined) writeFileSync(`${path}-wal`, wal)
    return path
  }
  return {
    bench,
    lay,
    edit: ({ file = 'new.js', id = 'call_1', setting = '', cwd = bench.top } = {}) => {
      const agent = agentOf(database, setting)
      const text = `made ${file}\nby ${id}\n`
      const { before, after } = agent.create(bench.top, file, text, id)
      const placed =
        before === null || before.payload['cwd'] === undefined
          ? before
          : { ...before, payload: { ...before.payload, cwd } }
      const ran = around(bench, agent, { before: placed, after }, () => bench.write(file, text))
      for (const { status, stdout, stderr } of ran) expect([status, stdout, stderr]).toEqual([0, '', ''])
    },
    age: (seconds) => {
      const spool = join(bench.top, '.git', 'provenance', 'spool')
      for (const name of readdirSync(spool)) utimesSync(join(spool, name), ago(seconds), ago(seconds))
    },
    use: (...uses) => lay(databaseAfter(...statements(database, uses))),
    models: (env = {}) => {
      bench.git('add', '-A')
      const { status, stdout, stderr } = bench.tryGit(['commit', '-qm', 'Work'], { env })
      expect([status, stdout, stderr]).toEqual([0, '', ''])
      return bench.trailer('AI-Model')
    },
  }
}

const agentOf = ({ agent, setting }: DatabaseModel, chosen: string): AgentModel => {
  const found = agentModels.find(({ name }) => name === agent)
  if (found === undefined) throw new Error(`no model of ${agent}`)
  return { ...found, env: (top) => ({ ...found.env(top), ...(setting === null ? {} : { [setting]: chosen }) }) }
}
