import './oldest-node.js'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { writeAtomically } from '../store/atomic.js'
import { freeBytes, plenty } from '../store/room.js'

/** Set by the build: a digest of the program, so that code compiled from another one is never taken for its own. */
declare const programDigest: string

const program = join(__dirname, 'hook-program.cjs')
const digestBytes = 32
const digest = (data: Buffer): Buffer => createHash('sha256').update(data).digest()

/**
 * Where compiled code is kept: beside the clone's own hooks, which the same people can write. Null where no hook of ours says
 * where that is. V8 takes only what its own version made (nodejs.org/api/vm.html, `cachedData`).
 */
const folder = process.env['PROVENANCE_CODE'] ?? null

/** Each hook has its own: node compiles what is called, and each calls something else. */
const hook = (process.argv[2] ?? '').replace(/[^a-z-]/g, '')
const name = `code-${programDigest}-${process.version}-${process.arch}-${hook}`

/** The compiled code as it was kept, behind its digest; null where there is none, or it was damaged. */
const readCode = (file: string): Buffer | null => {
  try {
    const bytes = readFileSync(file)
    const code = bytes.subarray(digestBytes)
    return digest(code).equals(bytes.subarray(0, digestBytes)) ? code : null
  } catch {
    return null
  }
}

/**
 * Keeps the code with every function that was needed this time; code of programs before this one goes. Never fails a hook, nor
 * takes the last of the disk, which git needs.
 */
const keepCode = (within: string, script: Script): void => {
  if (freeBytes(within) < plenty) return
  try {
    const code = script.createCachedData()
    writeAtomically(join(within, name), Buffer.concat([digest(code), code]))
    for (const other of readdirSync(within))
      if (other.startsWith('code-') && !other.startsWith(`code-${programDigest}`)) rmSync(join(within, other))
  } catch {
    // It only saves time.
  }
}

/** What the program is given: what a CommonJS module has, and a way to import, which code that is compiled by itself has not. */
const given = ['exports', 'require', 'module', '__filename', '__dirname', 'importApart']
const importApart = (path: string): Promise<unknown> => import(path)

/** Compiling the program takes node as long as a fifth of a commit's hooks: it is done once. */
const start = (): void => {
  const kept = folder === null ? null : readCode(join(folder, name))
  const source = `(function (${given.join()}) {${readFileSync(program, 'latin1')}\n})`
  const script = new Script(source, { filename: program, ...(kept === null ? {} : { cachedData: kept }) })
  if (folder !== null && (kept === null || script.cachedDataRejected === true))
    process.once('exit', () => keepCode(folder, script))
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, program, __dirname, importApart)
}

start()
