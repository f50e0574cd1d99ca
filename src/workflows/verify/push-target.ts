import { locate } from '../../git/locate.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { type Remote, remotesOf } from '../../git/remotes.js'

/** What git tells a pre-push hook of where a push goes: a remote's name, or for a push without one the place again, and the place (githooks(5)). */
export type PushedTo = { readonly remote: string; readonly url: string }

/** What a clone knows of where a push goes: where its default branch stood, null for nothing, and the remotes whose branches it has. */
export type KnownTarget = { readonly tip: string | null; readonly remotes: readonly string[] }

/**
 * By which remotes a clone knows the place that a push goes to: the one that is named, or has that place. Where none of these was
 * fetched with its default branch, as a fork that was only added, another one's counts beside them, `origin` first: a fork has what its project has.
 */
export const targetOf = (repository: UntrustedRepository, { remote, url }: PushedTo): KnownTarget => {
  const tip = usualTip(repository, remote)
  if (tip !== null) return { tip, remotes: [remote] }
  const remotes = remotesOf(repository)
  const isOwn = ({ name, urls }: Remote) =>
    name === remote || urls.some((one) => isSame(one, remote) || isSame(one, url))
  const own = remotes.filter(isOwn).map(({ name }) => name)
  const names = [...new Set([...own, ...remotes.map(({ name }) => name)])]
  for (const tipOf of [usualTip, newestTip]) {
    for (const name of names) {
      const found = tipOf(repository, name)
      if (found !== null) return { tip: found, remotes: [...new Set([name, ...own])] }
    }
  }
  return { tip: null, remotes: own }
}

const isSame = (one: string, other: string): boolean => plain(one) === plain(other)

const plain = (url: string): string => url.replace(/\/+$/, '').replace(/\.git$/, '')

/** Where a remote's default branch stood when it was fetched last. */
const usualTip = (repository: UntrustedRepository, remote: string): string | null => {
  for (const name of ['HEAD', 'main', 'master']) {
    const found = locate(repository, `refs/remotes/${remote}/${name}`)
    if (found !== null) return found
  }
  return null
}

/** Where the branch stood that changed last: `git fetch` writes no HEAD before git 2.48, and a default branch can be called anything. */
const newestTip = (repository: UntrustedRepository, remote: string): string | null => {
  const newest = ['for-each-ref', '--sort=-committerdate', '--count=1', '--format=%(objectname)']
  return ask(repository, [...newest, `refs/remotes/${remote}/`]).stdout.trim() || null
}
