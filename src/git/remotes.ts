import { ask, type UntrustedRepository } from './read-only.js'

/** The remote that a clone fetches from: `origin`, else the first that its configuration names; null for a repository without any. */
export const remoteOf = (repository: UntrustedRepository): string | null => {
  const { stdout } = ask(repository, ['config', '--null', '--name-only', '--get-regexp', '^remote[.].*[.]url$'])
  const names = stdout.split('\0').flatMap((key) => /^remote\.(.+)\.url$/s.exec(key)?.[1] ?? [])
  return names.includes('origin') ? 'origin' : (names[0] ?? null)
}
