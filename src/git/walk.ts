import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { patchIdConfig, patchIdDiffOptions } from './patch-id-options.js'
import type { ResolvedRange } from './range.js'
import { ask, readOnlyArgs, readOnlyEnvironment, type UntrustedRepository } from './read-only.js'

/** A commit object as git stores it; `bytes` null where it is missing, `intact` false where its bytes are not those its name stands for. */
export type RawCommit = { readonly oid: string; readonly bytes: Buffer | null; readonly intact: boolean }

const settings = (repository: UntrustedRepository) =>
  ({
    cwd: repository.folder,
    env: readOnlyEnvironment(),
    extendEnv: false,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    stdin: 'pipe',
  }) as const

/** Commits are handed on in batches of about so many: enough that a batch's own cost is nothing beside theirs. */
const batchSize = 250

/**
 * Every commit of a range, oldest first, in batches, from one `rev-list` piped into one `cat-file --batch`. Each object is
 * hashed anew and compared with its name, which git itself does not do. Returns false where git could not walk to the end.
 */
export async function* walk(
  repository: UntrustedRepository,
  range: ResolvedRange,
): AsyncGenerator<readonly RawCommit[], boolean> {
  const list = ['rev-list', '--topo-order', '--reverse', ...range.options, ...range.revisions, '--']
  const revisions = execa('git', [...readOnlyArgs(repository), ...list], settings(repository))
  const objects = execa('git', [...readOnlyArgs(repository), 'cat-file', '--batch', '--buffer'], settings(repository))
  revisions.stdin?.end()
  if (objects.stdin !== null && objects.stdin !== undefined) revisions.stdout?.pipe(objects.stdin)
  let rest: Buffer = Buffer.alloc(0)
  let batch: RawCommit[] = []
  for await (const chunk of objects.stdout as AsyncIterable<Buffer>) {
    const taken = takeObjects(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]))
    rest = taken.rest
    for (const commit of taken.commits) batch.push(commit)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
  const [walked, read] = await Promise.all([revisions, objects])
  return walked.exitCode === 0 && read.exitCode === 0 && rest.length === 0
}

/** The whole objects in a stretch of `cat-file --batch` output (`<oid> <type> <size>` LF bytes LF), and what is left over. */
const takeObjects = (output: Buffer): { commits: RawCommit[]; rest: Buffer } => {
  const commits: RawCommit[] = []
  let offset = 0
  for (;;) {
    const end = output.indexOf(0x0a, offset)
    if (end < 0) break
    const [oid = '', type, size] = output.toString('latin1', offset, end).split(' ')
    if (type === 'missing') {
      commits.push({ oid, bytes: null, intact: true })
      offset = end + 1
      continue
    }
    const after = end + 1 + Number(size)
    if (after >= output.length) break
    const bytes = output.subarray(end + 1, after)
    commits.push({ oid, bytes, intact: type === 'commit' && objectName(oid, bytes) === oid })
    offset = after + 1
  }
  return { commits, rest: output.subarray(offset) }
}

const objectName = (oid: string, bytes: Buffer): string =>
  createHash(oid.length === 64 ? 'sha256' : 'sha1')
    .update(`commit ${bytes.length}\0`)
    .update(bytes)
    .digest('hex')

/** How many commits a range has, as git counts them. */
export const countCommits = async (repository: UntrustedRepository, range: ResolvedRange): Promise<number> => {
  const args = [...readOnlyArgs(repository), 'rev-list', '--count', ...range.options, ...range.revisions, '--']
  const { stdout } = await execa('git', args, {
    ...settings(repository),
    buffer: true,
    encoding: 'utf8',
    stdin: 'ignore',
  })
  return Number(stdout.trim() || 0)
}

/**
 * The stable patch-ids of commits against their first parents, for a whole batch in one pipeline; a commit without any
 * change has the id of zeros. `complete` is false where git could not read what it needed.
 */
export const patchIds = async (
  repository: UntrustedRepository,
  commits: readonly { readonly oid: string; readonly parent: string | null }[],
): Promise<{ readonly ids: ReadonlyMap<string, string>; readonly complete: boolean }> => {
  const options = ['diff-tree', '--stdin', '--root', ...patchIdDiffOptions.filter((option) => option !== '-p'), '-p']
  const diff = execa('git', [...readOnlyArgs(repository), ...patchIdConfig, ...options], settings(repository))
  const sums = execa('git', [...readOnlyArgs(repository), 'patch-id', '--stable'], settings(repository))
  if (sums.stdin !== null && sums.stdin !== undefined) diff.stdout?.pipe(sums.stdin)
  diff.stdin?.end(commits.map(({ oid, parent }) => (parent === null ? `${oid}\n` : `${oid} ${parent}\n`)).join(''))
  const chunks: Buffer[] = []
  for await (const chunk of sums.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  const [made, summed] = await Promise.all([diff, sums])
  const complete = made.exitCode === 0 && summed.exitCode === 0
  // Lines of `<patch-id> <commit>`.
  const lines = Buffer.concat(chunks).toString('latin1').split('\n')
  const ids = new Map(lines.flatMap((line) => (line === '' ? [] : [line.split(' ').reverse() as [string, string]])))
  if (complete) for (const { oid } of commits) if (!ids.has(oid)) ids.set(oid, '0'.repeat(oid.length))
  return { ids, complete }
}

/** What can make history look other than it is, as flags for the ledger's header, and where a shallow history was cut off. */
export const repositoryFlags = (
  repository: UntrustedRepository,
): { readonly flags: readonly string[]; readonly boundary: ReadonlySet<string> } => {
  const common =
    ask(repository, ['rev-parse', '--path-format=absolute', '--git-common-dir']).stdout.trim() || repository.gitDir
  const read = (path: string) => (existsSync(join(common, path)) ? readFileSync(join(common, path), 'utf8') : '')
  const boundary = new Set(
    read('shallow')
      .split('\n')
      .filter((line) => line !== ''),
  )
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

/** git's own version, `2.39.5`. */
export const gitVersion = (repository: UntrustedRepository): string =>
  ask(repository, ['version'])
    .stdout.trim()
    .replace(/^git version /, '')

/** The text of a file in a commit, or null where there is none. */
export const readBlob = (repository: UntrustedRepository, commit: string, path: string): string | null => {
  const { status, stdout } = ask(repository, ['cat-file', 'blob', `${commit}:${path}`])
  return status === 0 ? stdout : null
}
