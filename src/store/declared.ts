import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'
import { namesIn } from './text.js'

/** A person's word about the next commit: one tool, or that no AI took part. */
export type Declaration =
  | { readonly none: true }
  | {
      readonly none: false
      readonly tool: string
      readonly toolVersion: string | null
      readonly model: string
      readonly leaves: readonly string[]
      readonly ratio: number | null
    }

/** What was declared for the next commit, in the order given, and the files that hold it, as paths from the state folder. */
export type Declared = { readonly standing: readonly Declaration[]; readonly files: readonly string[] }

/** Each declaration is a file of its own beside the events, so that none that is made meanwhile is lost: `declared.TIME.PID`. */
const folder = 'spool'
const nameForm = /^declared\.\d+\.\d+$/

/** Reads what was declared for the next commit. */
export const readDeclared = (location: Location): Declared => {
  const files = namesIn(join(location.state, folder))
    .filter((name) => nameForm.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => `${folder}/${name}`)
  return { standing: files.map((file) => read(join(location.state, file))).reduce(standing, []), files }
}

const read = (file: string): Declaration | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Declaration
  } catch {
    return null
  }
}

/** That no AI took part takes back what was said before it, and is taken back by what is said after it. */
const standing = (before: readonly Declaration[], one: Declaration | null): readonly Declaration[] => {
  if (one === null) return before
  return one.none ? [one] : [...before.filter(({ none }) => !none), one]
}

/** What would stand with one declaration more. */
export const withDeclaration = (declared: Declared, one: Declaration): readonly Declaration[] =>
  standing(declared.standing, one)

/** Keeps a declaration for the next commit; `now` in milliseconds. Throws what the file system throws. */
export const addDeclaration = (location: Location, declaration: Declaration, now: number): void => {
  mkdirSync(join(location.state, folder), { recursive: true, mode: 0o700 })
  writeAtomically(join(location.state, folder, `declared.${now}.${process.pid}`), JSON.stringify(declaration))
}

/** Takes back what was declared. */
export const clearDeclared = (location: Location): void => {
  for (const file of readDeclared(location).files) rmSync(join(location.state, file), { force: true })
}
