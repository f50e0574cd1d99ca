import type { Entry } from './schema.js'
import { incompleteFaults, integrityFaults } from './summary.js'

/** What a command that shows commits ends with, whatever the policy says of them: 3 where one is not what it claims to be, 4 where one is not all there (spec, section 3). */
export const exitForFaults = (entries: readonly Pick<Entry, 'findings'>[]): 0 | 3 | 4 => {
  const codes = entries.flatMap(({ findings }) => findings.map(({ code }) => code))
  if (codes.some((code) => integrityFaults.has(code))) return 3
  return codes.some((code) => incompleteFaults.has(code)) ? 4 : 0
}
