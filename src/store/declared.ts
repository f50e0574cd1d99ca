import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { overlaid } from '../core/edits/assemble.js'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'
import { handOver } from './owner.js'
import { makeState } from './state-folder.js'
import { namesIn } from './text.js'

/** A person's word about the next commit: one tool, or that no AI took part. */
export type Declaration = { readonly none: true } | DeclaredTool

type DeclaredTool = {
  readonly none: false
  readonly tool: string
  readonly toolVersion: string | null
  readonly model: string
  readonly leaves: readonly string[]
  readonly ratio: number | null
}

/** Where HEAD stood when a declaration was made: its commit, and how long its log was (see src/git/head-log.ts). */
export type Since = { readonly head: string | null; readonly log: number | null }

/** A declaration as it is kept; null where its file cannot be read, or an older version did not say since when. */
export type KeptDeclaration = {
  readonly declaration: Declaration | null
  readonly since: Since | null
  /** As a path from the state folder. */
  readonly file: string
}

/** Each declaration is a file of its own beside the events, so that none that is made meanwhile is lost: `declared.TIME.PID`. */
const folder = 'spool'
const nameForm = /^declared\.\d+\.\d+$/

/** Reads what was declared, in the order given. */
export const readDeclared = (location: Location): readonly KeptDeclaration[] =>
  namesIn(join(location.state, folder))
    .filter((name) => nameForm.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({ file: `${folder}/${name}`, ...read(join(location.state, folder, name)) }))

const read = (file: string): Pick<KeptDeclaration, 'declaration' | 'since'> => {
  try {
    const { since = null, ...declaration } = JSON.parse(readFileSync(file, 'utf8')) as Declaration & { since?: Since }
    return { declaration, since }
  } catch {
    return { declaration: null, since: null }
  }
}

/**
 * What stands of declarations in the order given: that no AI took part takes back what was said before it, and is taken back by
 * what is said after it; what is said again of a tool and model is said of the same contribution, of which there is one.
 */
export const standing = (declarations: readonly (Declaration | null)[]): readonly Declaration[] =>
  declarations.reduce<readonly Declaration[]>((before, one) => {
    if (one === null) return before
    if (one.none) return [one]
    const tools = before.flatMap((said) => (said.none ? [] : [said]))
    const at = tools.findIndex(({ tool, model }) => tool === one.tool && model === one.model)
    return at < 0 ? [...tools, one] : tools.map((said, index) => (index === at ? saidAgain(said, one) : said))
  }, [])

/** What is said later holds; what it leaves out still does, and its prompts come after those said before. */
const saidAgain = (before: DeclaredTool, later: DeclaredTool): DeclaredTool => ({
  ...later,
  toolVersion: later.toolVersion ?? before.toolVersion,
  leaves: overlaid(before.leaves, later.leaves),
  ratio: later.ratio ?? before.ratio,
})

/** Keeps a declaration for the next commit; `now` in milliseconds. Throws what the file system throws. */
export const addDeclaration = (location: Location, declaration: Declaration, since: Since, now: number): void => {
  try {
    makeState(location)
    mkdirSync(join(location.state, folder), { recursive: true, mode: 0o700 })
    const text = JSON.stringify({ ...declaration, since })
    writeAtomically(join(location.state, folder, `declared.${now}.${process.pid}`), text)
  } finally {
    handOver(location)
  }
}

/** Takes declarations back. */
export const removeDeclared = (location: Location, files: readonly string[]): void => {
  for (const file of files) rmSync(join(location.state, file), { force: true })
}
