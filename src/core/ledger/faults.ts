import { wordingOf } from '../wording.js'
import { incompleteFaults, integrityFaults } from './gravity.js'
import type { Entry } from './schema.js'
import type { Summary } from './summary.js'

/** What a command that shows commits ends with, whatever the policy says of them: 3 where one is not what it claims to be, 4 where one is not all there (spec, section 3). */
export const exitForFaults = (entries: readonly Pick<Entry, 'findings'>[]): 0 | 3 | 4 => {
  const codes = entries.flatMap(({ findings }) => findings.map(({ code }) => code))
  if (codes.some((code) => integrityFaults.has(code))) return 3
  return codes.some((code) => incompleteFaults.has(code)) ? 4 : 0
}

/** Why a walk's answer is not to be relied on: how many commits have the fault, null where that is not known, and the command that mends it. */
export type WalkFault = {
  readonly code: string
  readonly commits: number | null
  readonly sentence: string
  readonly mend: string
}

/** The faults by which a walk ends with 3 or 4, for commands that show no findings; none where it ends otherwise. */
export const walkFaults = (
  { findings, shown }: Pick<Summary, 'findings' | 'shown'>,
  { exitCode, to }: { readonly exitCode: number; readonly to: string },
): readonly WalkFault[] => {
  if (exitCode !== 3 && exitCode !== 4) return []
  const codes = Object.keys(findings).filter((code) => integrityFaults.has(code) || incompleteFaults.has(code))
  const found = codes.map((code) => {
    const on = shown.find((one) => one.code === code)?.oid ?? to
    return { code, commits: findings[code] ?? 0, ...wordingOf(code, on) }
  })
  return found.length > 0 ? found : [unlisted]
}

/** Git could not list all commits, or notes that are read were not all there. */
const unlisted: WalkFault = {
  code: 'missing-object',
  commits: null,
  sentence: 'is missing: not every commit, or note on one, could be listed',
  mend: 'git fetch --refetch --no-filter',
}
