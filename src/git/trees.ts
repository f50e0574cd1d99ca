import { ask, type UntrustedRepository } from './read-only.js'

/** The trees of commits by the commits' full names, in one git process; without those that are missing. */
export const treesOf = (repository: UntrustedRepository, commits: readonly string[]): ReadonlyMap<string, string> => {
  const names = [...new Set(commits)]
  if (names.length === 0) return new Map()
  const input = names.map((oid) => `${oid}^{tree}\n`).join('')
  // A line each, in order: the tree's name, or `<name> missing`.
  const lines = ask(repository, ['cat-file', '--batch-check=%(objectname)'], { input }).stdout.split('\n')
  return new Map(
    names.flatMap((oid, index) => {
      const tree = lines[index] ?? ''
      return /^[0-9a-f]+$/.test(tree) ? [[oid, tree] as const] : []
    }),
  )
}
