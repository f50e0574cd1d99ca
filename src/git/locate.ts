import { fullOid } from '../core/oid.js'
import { nonEmptyLines } from '../core/split.js'
import { ask, type UntrustedRepository } from './read-only.js'

const shortName = /^[0-9a-f]{7,63}$/

/**
 * The commit that a name from a CI's variables stands for, or null where the repository has none. Only object names, HEAD and
 * full refs are looked for: of a short object name git would first look for a branch or tag called so, which anyone can push.
 */
export const locate = (repository: UntrustedRepository, name: string): string | null => {
  if (name === 'HEAD') return commitAt(repository, name)
  // No ref can take a full name from its commit.
  if (fullOid.test(name)) {
    const found = commitAt(repository, name)
    // Of as many digits as the other hash has, git makes the name of a ref.
    return found?.length === name.length ? found : null
  }
  if (name.startsWith('refs/')) return isRef(repository, name) ? commitAt(repository, name) : null
  if (!shortName.test(name)) return null
  const found = nonEmptyLines(ask(repository, ['rev-parse', `--disambiguate=${name}`]).stdout)
  const commits = found.flatMap((oid) => commitAt(repository, oid) ?? [])
  return commits.length === 1 ? (commits[0] ?? null) : null
}

/** The commit that a name stands for by git's own rules, null for none. */
export const commitAt = (repository: UntrustedRepository, name: string): string | null => {
  const { status, stdout } = ask(repository, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ])
  return status === 0 ? stdout.trim() : null
}

/** False where there is no ref of that full name, and git would go on to `refs/heads/refs/…` (gitrevisions(7), <refname>). */
export const isRef = (repository: UntrustedRepository, name: string): boolean =>
  ask(repository, ['show-ref', '--verify', '--quiet', '--', name]).status === 0

/** The branch that the remote's HEAD names (`git remote set-head`), null where the clone does not know. */
export const remoteDefault = (repository: UntrustedRepository): string | null => {
  const { status, stdout } = ask(repository, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'])
  const name = stdout.trim()
  return status === 0 && name.startsWith('refs/remotes/origin/') ? name.slice('refs/remotes/origin/'.length) : null
}
