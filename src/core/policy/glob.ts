import picomatch from 'picomatch'
import { z } from 'zod'

const glob = z.string().min(1).max(500)

/** Globs as a policy writes them, one or several. */
export const globs = (description: string) =>
  z.union([glob.transform((one) => [one]), z.array(glob).min(1).max(500)]).meta({ description })

/** Without extended globs, whose expressions can be made to run for ever. */
const plain = { dot: true, noextglob: true }

const made = new WeakMap<readonly string[], (text: string) => boolean>()

/** True for a path that one of the globs matches (picomatch); dot files as any other. */
export const matchesPath = (patterns: readonly string[], path: string): boolean => {
  const known = made.get(patterns) ?? picomatch([...patterns], plain)
  made.set(patterns, known)
  return known(path)
}

const names = new WeakMap<readonly string[], (text: string) => boolean>()

/** True for a name or address that one of the globs matches, without case; `*` takes in slashes. */
export const matchesName = (patterns: readonly string[], name: string): boolean => {
  const known = names.get(patterns) ?? picomatch([...patterns], { ...plain, nocase: true, bash: true })
  names.set(patterns, known)
  return known(name)
}
