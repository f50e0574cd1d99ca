import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nonEmptyLines } from '../core/split.js'
import { ask, type UntrustedRepository } from './read-only.js'

/** What can make history look other than it is, as flags for the ledger's header, and where a shallow history was cut off. */
export const repositoryFlags = (
  repository: UntrustedRepository,
): { readonly flags: readonly string[]; readonly boundary: ReadonlySet<string> } => {
  const common =
    ask(repository, ['rev-parse', '--path-format=absolute', '--git-common-dir']).stdout.trim() || repository.gitDir
  const read = (path: string) => (existsSync(join(common, path)) ? readFileSync(join(common, path), 'utf8') : '')
  const boundary = new Set(nonEmptyLines(read('shallow')))
  const replaced = ask(repository, ['for-each-ref', '--count=1', 'refs/replace/']).stdout !== ''
  const promisor =
    ask(repository, ['config', '--get-regexp', '^(extensions\\.partialclone|remote\\..*\\.promisor)$']).stdout !== ''
  const flags = [
    ...(boundary.size > 0 ? ['shallow'] : []),
    ...(read('info/grafts').trim() === '' ? [] : ['grafts']),
    ...(replaced ? ['replace-refs'] : []),
    ...(promisor ? ['partial'] : []),
  ]
  return { flags, boundary }
}
