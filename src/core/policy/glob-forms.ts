import * as z from 'zod'
import { expandBraces, maxAlternatives } from '../glob/braces.js'

/** What is wrong with a glob, in words that say what would do; null for one that can match something. */
type Objection = (glob: string) => string | null

const got = (expected: string, glob: string): string => `expected ${expected}, got ${JSON.stringify(glob)}`

/** What no glob can be: elsewhere a `!` means everything else, whatever stands beside it. */
const never: Objection = (glob) => {
  if (glob.startsWith('!')) return got('what is meant (what is not goes into an override of its own)', glob)
  if (expandBraces(glob) === null) return got(`braces that stand for ${maxAlternatives} globs or fewer`, glob)
  return glob.trim() === glob ? null : got('a glob without blanks around it', glob)
}

/** git names files from the top of the repository, with slashes, and no folder by itself. */
const path: Objection = (glob) => {
  if (/\\[\p{L}\p{N}]/u.test(glob)) return got('slashes between folders', glob)
  const odd = glob.split('/').some((part) => part === '' || part === '.' || part === '..')
  return odd ? got('a glob of files from the top of the repository, as src/**', glob) : null
}

/** An address as commits have it: alone, without the name before it. */
const address: Objection = (glob) => {
  if (glob.startsWith('@')) return got(`a glob of whole addresses, as *${glob}`, glob)
  return /[<>\s]/.test(glob) ? got('a glob of addresses alone, as *@example.com', glob) : null
}

/** git-check-ref-format(1): no name of a branch begins or ends with a slash, or holds a blank. */
const branch: Objection = (glob) =>
  /^\/|\/$|\s/.test(glob) ? got('a glob of names of branches, as main or release/*', glob) : null

const globOf = (objection: Objection, tidied: (glob: string) => string = (glob) => glob) =>
  z
    .string()
    .min(1)
    .max(500)
    .transform(tidied)
    .superRefine((glob, context) => {
      const message = never(glob) ?? objection(glob)
      if (message !== null) context.addIssue({ code: 'custom', message })
    })

const oneOrMore = (glob: ReturnType<typeof globOf>, description: string) =>
  z.union([glob.transform((one) => [one]), z.array(glob).min(1).max(500)]).meta({ description })

/** `/src/` and `./src/` are said of the same files as `src/**`. */
const tidyPath = (glob: string): string => glob.replace(/^\.?\/(?!\/)/, '').replace(/(?<!\/)\/$/, '/**')

/** A glob of files. Refuses one that can match none. */
export const pathGlob = globOf(path, tidyPath)

/** Globs of files as a policy writes them, one or several. */
export const pathGlobs = (description: string) => oneOrMore(pathGlob, description)

/** Globs of branches, by their short names; `refs/heads/` before one is left out. */
export const branchGlobs = (description: string) =>
  oneOrMore(
    globOf(branch, (glob) => glob.replace(/^refs\/heads\//, '')),
    description,
  )

/** A glob of addresses. */
export const addressGlob = globOf(address)

/** Globs of addresses, one or several. */
export const addressGlobs = (description: string) => oneOrMore(addressGlob, description)

/** A glob of names of models. */
export const modelGlob = globOf(() => null)
