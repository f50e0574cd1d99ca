import { git, gitBeside, type Pipe } from './run.js'

export type GitObject = { readonly oid: string; readonly type: string; readonly bytes: Buffer }

/**
 * Reads objects by name (`HEAD`, `HEAD:path`, `:path` for the index) in one `git cat-file --batch`; null for a name
 * that git does not know. Names with a newline in them are asked for with `-z`, which git has since 2.38 (git-cat-file(1)).
 */
export const readObjects = (cwd: string, names: readonly string[]): readonly (GitObject | null)[] => {
  if (names.length === 0) return []
  const { args, input } = batchFor(names)
  return objectsIn(git(args, { cwd, input }), names)
}

/** The same, and beside it what a pipe of two git commands prints, for which nobody has to wait then; null where either fails. */
export const readObjectsBeside = (
  cwd: string,
  names: readonly string[],
  pipe: Pipe,
): { readonly objects: readonly (GitObject | null)[]; readonly piped: Buffer | null } => {
  const { args, input } = batchFor(names)
  const { stdout, piped } = gitBeside(args, pipe, { cwd, input })
  return { objects: objectsIn(stdout, names), piped }
}

const batchFor = (names: readonly string[]) => {
  const end = names.some((name) => name.includes('\n')) ? '\0' : '\n'
  return { args: ['cat-file', '--batch', ...(end === '\0' ? ['-z'] : [])], input: `${names.join(end)}${end}` }
}

const objectsIn = (output: Buffer, names: readonly string[]): readonly (GitObject | null)[] => {
  let offset = 0
  return names.map((name) => {
    const header = output.toString('utf8', offset, output.indexOf(0x0a, offset))
    // `<oid> <type> <size>`, else `<name> missing` or `<name> ambiguous`; a name may itself hold blanks and newlines.
    const found = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|tag) (\d+)$/.exec(header)
    if (found === null) {
      offset = output.indexOf(0x0a, offset + Buffer.byteLength(name)) + 1
      return null
    }
    const [, oid = '', type = '', size = '0'] = found
    offset += header.length + 1
    const bytes = output.subarray(offset, offset + Number(size))
    offset += Number(size) + 1
    return { oid, type, bytes }
  })
}
