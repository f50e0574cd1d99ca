import { ProvenanceError } from '../core/errors.js'
import { tryGit } from './run.js'

/** Who reviews, by git's own configuration, and now. */
export type Reviewer = {
  readonly name: string
  readonly email: string
  /** Seconds since the epoch. */
  readonly at: number
  /** `Name <address> seconds zone`, as git writes it. */
  readonly ident: string
}

/** The person at work in a folder, as git names a committer (git-var(1)). Throws GIT_FAILED where git does not know. */
export const reviewerIn = (cwd: string): Reviewer => {
  const known = personIn(cwd)
  if (known !== null) return known
  throw new ProvenanceError('GIT_FAILED', 'who you are: expected a name and an address in git, got none', {
    hint: 'git config --global user.email YOU@EXAMPLE.COM',
  })
}

/** The same, null where git does not know. */
export const personIn = (cwd: string): Reviewer | null => {
  const { status, stdout } = tryGit(['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT'], { cwd })
  const ident = stdout.toString('utf8').trim()
  const [, name = '', email, at] = /^(.*?) ?<([^<>]+)> (\d+) [+-]\d{4}$/.exec(ident) ?? []
  return status !== 0 || email === undefined ? null : { name, email, at: Number(at), ident }
}

/**
 * The key that the person signs with, as git has it: `user.signingKey` where `gpg.format` is ssh (git-config(1)). A path, its
 * `~` written out, or a public key itself; null where git signs otherwise or not at all.
 */
export const signingKeyIn = (cwd: string): { readonly path: string } | { readonly literal: string } | null => {
  const get = (...words: string[]) => {
    const { status, stdout } = tryGit(['config', ...words], { cwd })
    return status === 0 ? stdout.toString('utf8').replace(/\n$/, '') : ''
  }
  if (get('--get', 'gpg.format') !== 'ssh') return null
  const value = get('--get', 'user.signingKey')
  if (value === '') return null
  const literal = /^(?:key::)?((?:ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]+={0,2}.*)$/.exec(value)?.[1]
  if (literal !== undefined) return { literal }
  return { path: get('--type=path', '--get', 'user.signingKey') }
}
