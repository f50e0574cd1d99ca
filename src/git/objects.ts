import { git } from './run.js'

export type GitObject = { readonly oid: string; readonly type: string; readonly bytes: Buffer }

/**
 * Reads objects by name (`HEAD`, `HEAD:path`, `:path` for the index) in one `git cat-file --batch`; null for a name
 * that git does not know. A name with a newline in it cannot be asked for, and is null (git-cat-file(1), BATCH OUTPUT).
 */
export const readObjects = (cwd: string, names: readonly string[]): readonly (GitObject | null)[] => {
  const askable = names.filter((name) => !name.includes('\n'))
  if (askable.length === 0) return names.map(() => null)
  const output = git(['cat-file', '--batch'], { cwd, input: `${askable.join('\n')}\n` })
  let offset = 0
  return names.map((name) => {
    if (name.includes('\n')) return null
    const end = output.indexOf(0x0a, offset)
    const header = output.toString('utf8', offset, end)
    offset = end + 1
    // `<oid> <type> <size>`, else `<name> missing` or `<name> ambiguous`; a name may itself hold blanks.
    const found = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|tag) (\d+)$/.exec(header)
    if (found === null) return null
    const [, oid = '', type = '', size = '0'] = found
    const bytes = output.subarray(offset, offset + Number(size))
    offset += Number(size) + 1
    return { oid, type, bytes }
  })
}
