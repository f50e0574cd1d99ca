import { ask, type UntrustedRepository } from './read-only.js'

/** The branch that a range's last end names, by its short name, a remote's without the remote; null where it names none. */
export const branchNamed = (repository: UntrustedRepository, words: readonly string[]): string | null => {
  const end = (words.filter((word) => !word.startsWith('^')).at(-1) ?? 'HEAD').replace(/^.*\.\./, '') || 'HEAD'
  const { status, stdout } = ask(repository, ['rev-parse', '--symbolic-full-name', '--end-of-options', end])
  const full = status === 0 ? (stdout.trim().split('\n').at(-1) ?? '') : ''
  return /^refs\/heads\/(.+)$/s.exec(full)?.[1] ?? /^refs\/remotes\/[^/]+\/(?!HEAD$)(.+)$/s.exec(full)?.[1] ?? null
}
