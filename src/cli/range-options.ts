import { resolve } from 'node:path'
import { packageVersion } from './program-files.js'

/** The options by which a command that walks history is told what to walk, and by which policy. */
export type RangeOptions = {
  readonly repository: string
  readonly since?: string
  readonly until?: string
  readonly firstParent?: boolean
  readonly policy?: string
}

/** A file that an option names, as an absolute path; null where the option was not given. */
export const pathOf = (file: string | undefined): string | null => (file === undefined ? null : resolve(file))

/** Words and options of the command line as a walk takes them. */
export const rangeOf = (words: readonly string[], options: RangeOptions) => ({
  words,
  repository: options.repository,
  since: options.since ?? null,
  until: options.until ?? null,
  firstParent: options.firstParent === true,
  policyFile: pathOf(options.policy),
  toolVersion: packageVersion(),
})
