import { ask, type UntrustedRepository } from './read-only.js'

/** A remote of a clone's configuration, and the places it fetches from and pushes to. */
export type Remote = { readonly name: string; readonly urls: readonly string[] }

/** The remotes of a clone's configuration, in its order, but `origin` first. */
export const remotesOf = (repository: UntrustedRepository): readonly Remote[] => {
  const { stdout } = ask(repository, ['config', '--null', '--get-regexp', '^remote[.].*[.](push)?url$'])
  const urls = new Map<string, readonly string[]>()
  // `<key>` LF `<value>` NUL (git-config(1)).
  for (const entry of stdout.split('\0')) {
    const [, name, url = ''] = /^remote\.(.+)\.(?:push)?url\n(.*)$/s.exec(entry) ?? []
    if (name !== undefined) urls.set(name, [...(urls.get(name) ?? []), url])
  }
  const remotes = [...urls].map(([name, places]) => ({ name, urls: places }))
  return remotes.sort((one, other) => Number(other.name === 'origin') - Number(one.name === 'origin'))
}

/** The remote that a clone fetches from: `origin`, else the first that its configuration names; null for a repository without any. */
export const remoteOf = (repository: UntrustedRepository): string | null => {
  const { stdout } = ask(repository, ['config', '--null', '--name-only', '--get-regexp', '^remote[.].*[.]url$'])
  const names = stdout.split('\0').flatMap((key) => /^remote\.(.+)\.url$/s.exec(key)?.[1] ?? [])
  return names.includes('origin') ? 'origin' : (names[0] ?? null)
}
