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

/** Words and options of the command line as a walk takes them. */
export const rangeOf = (words: readonly string[], options: RangeOptions) => ({
  words,
  repository: options.repository,
  since: options.since ?? null,
  until: options.until ?? null,
  firstParent: options.firstParent === true,
  policyFile: options.policy === undefined ? null : resolve(options.policy),
  toolVersion: packageVersion(),
})
