import { ProvenanceError } from '../core/errors.js'
import { incomplete } from './incomplete.js'
import { ask, type UntrustedRepository } from './read-only.js'
import { repositoryFlags } from './repository-flags.js'

/**
 * That a name leads to no commit: HISTORY_INCOMPLETE where it leads behind the place at which history was cut off, or over a
 * commit that is missing, else UNKNOWN_REVISION.
 */
export const unknownRevision = (repository: UntrustedRepository, name: string): ProvenanceError => {
  const { flags, boundary } = repositoryFlags(repository)
  const isShallow = flags.includes('shallow')
  if ((isShallow && objectName.test(name)) || endsInPart(repository, name, boundary))
    return incomplete(repository, `${JSON.stringify(name)}: expected the history that it leads to, got only a part`)
  return new ProvenanceError(
    'UNKNOWN_REVISION',
    `${JSON.stringify(name)}: expected the name of a commit, got none that git knows`,
    // With what is cut off a fetch leaves out its tags, too (git-fetch(1), --no-tags).
    isShallow ? { hint: 'git fetch --unshallow --tags' } : {},
  )
}

const objectName = /^[0-9a-f]{7,64}$/

/** Steps to parents behind a name (gitrevisions(7), <rev>^[<n>] and <rev>~[<n>]). */
const parentSteps = /^(.+?)((?:[~^]\d*)+)$/s

/** True where the steps of a name end for no other reason than that what comes next is not here. */
const endsInPart = (repository: UntrustedRepository, name: string, boundary: ReadonlySet<string>): boolean => {
  const [, start = '', steps = ''] = parentSteps.exec(name) ?? []
  let at = start === '' ? null : commitNamed(repository, start)
  for (const step of steps.match(/[~^]\d*/g) ?? []) {
    if (at === null) return false
    const next = commitNamed(repository, `${at}${step}`)
    if (next === null) return isCutOff(repository, at, { step, boundary })
    at = next
  }
  return false
}

const commitNamed = (repository: UntrustedRepository, name: string): string | null => {
  const { status, stdout } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])
  return status === 0 ? stdout.trim() : null
}

type Cut = { readonly step: string; readonly boundary: ReadonlySet<string> }

const isCutOff = (repository: UntrustedRepository, from: string, { step, boundary }: Cut): boolean => {
  if (step.startsWith('^')) return boundary.has(from)
  const { status, stdout } = ask(repository, ['rev-list', '--first-parent', from, '--'])
  return status !== 0 || boundary.has(stdout.trim().split('\n').at(-1) ?? '')
}
