import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDraft } from './atomic.js'
import type { Location } from './location.js'

/** Bytes in a key for prompt commitments. */
export const keyBytes = 32

/** How a clone's key is made; one that is not kept serves a dry run. */
export type NewKey = { readonly random: () => Buffer; readonly keep: boolean }

/**
 * The clone's key, made on first use from the given random bytes (spec: 32 bytes in the git dir, mode 0600).
 * Two processes making it at once agree on one: a hard link only succeeds for the first.
 */
export const cloneKey = (location: Location, { random, keep }: NewKey): Buffer => {
  const file = join(location.shared, 'key')
  return readKey(file) ?? (keep ? makeKey(file, location, random) : random())
}

/** The key in a file, or null where there is none of the right length. */
export const readKey = (file: string): Buffer | null => {
  try {
    const key = readFileSync(file)
    return key.length === keyBytes ? key : null
  } catch {
    return null
  }
}

const makeKey = (file: string, location: Location, random: () => Buffer): Buffer => {
  mkdirSync(location.shared, { recursive: true, mode: 0o700 })
  const key = random()
  const draft = writeDraft(file, key, 0o600)
  try {
    linkSync(draft, file)
    return key
  } catch (cause) {
    const winner = readKey(file)
    if (winner === null) throw cause
    return winner
  } finally {
    rmSync(draft, { force: true })
  }
}

const retiredFolder = (location: Location) => join(location.shared, 'keys')

/** Every key of the clone: its own, where one was made, and those it had before, which older records still name. */
export const cloneKeys = (location: Location): readonly Buffer[] => {
  const folder = retiredFolder(location)
  const retired = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  return [join(location.shared, 'key'), ...retired].flatMap((file) => readKey(file) ?? [])
}

/** Puts the clone's key aside under the given id, for the records that name it; the next prompt makes a new one. */
export const retireKey = (location: Location, id: string): void => {
  mkdirSync(retiredFolder(location), { recursive: true, mode: 0o700 })
  renameSync(join(location.shared, 'key'), join(retiredFolder(location), id))
}
