import { setFlagsFromString } from 'node:v8'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import initSqlJs, { type SqlJsStatic } from 'sql.js'
import { readDatabaseFile } from './database-file.js'
import { type Row, rowsOf, type SessionQuery } from './database-query.js'

/** So long a commit waits for all of them, in milliseconds: a file can be made so that a query of it does not end. */
const deadline = 2_000

/** A thread that outgrows this, in MiB, ends without an answer. */
const resourceLimits = { maxOldGenerationSizeMb: 512 }

type Asked = { readonly sessionQueries: readonly SessionQuery[] }
type Answer = { readonly index: number; readonly rows: readonly Row[] }

/**
 * The rows that each query finds in its agent's database, none where it cannot be read or not in time. They are read in a
 * thread of their own, which is ended at the deadline. Rejects where there can be no thread. This module is a bundle of its
 * own, and that bundle the thread's program.
 */
export const readSessions = (sessionQueries: readonly SessionQuery[]): Promise<readonly (readonly Row[])[]> =>
  new Promise((resolve) => {
    const answers: (readonly Row[])[] = sessionQueries.map(() => [])
    const asked: Asked = { sessionQueries }
    // Its streams are kept: what SQLite has to say is nothing to the person who commits.
    const worker = new Worker(new URL(import.meta.url), {
      workerData: asked,
      resourceLimits,
      stdout: true,
      stderr: true,
    })
    const finish = () => {
      clearTimeout(timer)
      resolve(answers)
      void worker.terminate()
    }
    const timer = setTimeout(finish, deadline)
    worker.on('message', ({ index, rows }: Answer) => {
      answers[index] = rows
      if (index === answers.length - 1) finish()
    })
    worker.on('error', finish)
    worker.on('exit', finish)
  })

/** The thread: answers each query as soon as it can, and ends. */
const answerAll = async (queries: readonly SessionQuery[]): Promise<void> => {
  // Node 20's V8 soon begins to optimize SQLite, and a process ends only after that: 70 ms for nothing. Later ones begin here.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--wasm-tiering-budget=13000000')
  const sqlite = await initSqlJs()
  for (const [index, query] of queries.entries()) {
    const answer: Answer = { index, rows: firstRows(sqlite, query) }
    parentPort?.postMessage(answer)
  }
}

const firstRows = (sqlite: SqlJsStatic, query: SessionQuery): readonly Row[] => {
  for (const path of query.paths) {
    const file = readDatabaseFile(path)
    const rows = file === null ? [] : rowsOf(sqlite, file, query)
    if (rows.length > 0) return rows
  }
  return []
}

const asked = workerData as Partial<Asked> | null
if (asked?.sessionQueries !== undefined) void answerAll(asked.sessionQueries)
