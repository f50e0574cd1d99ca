import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'

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

const file = (location: Location) => join(location.state, 'declared.json')

/** The declarations for the next commit, in the order given. */
export const readDeclared = (location: Location): readonly Declaration[] => {
  if (!existsSync(file(location))) return []
  try {
    return JSON.parse(readFileSync(file(location), 'utf8')) as readonly Declaration[]
  } catch {
    return []
  }
}

/** Keeps declarations for the next commit; an empty list takes them back. */
export const writeDeclared = (location: Location, declared: readonly Declaration[]): void => {
  if (declared.length === 0) rmSync(file(location), { force: true })
  else writeAtomically(file(location), JSON.stringify(declared))
}
