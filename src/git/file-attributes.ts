import { tryGit } from './run.js'

/** Paths that are left out of the measure, and those that git passes through a filter on their way into the index. */
export type FileAttributes = { readonly excluded: ReadonlySet<string>; readonly filtered: ReadonlySet<string> }

const excluding = ['linguist-generated', 'linguist-vendored', 'binary']

const filtering = ['filter', 'working-tree-encoding']

/**
 * Which of the paths attributes call generated or vendored (linguist's `linguist-generated`, `linguist-vendored`) or binary,
 * and which have a filter or an encoding (gitattributes(5)).
 */
export const fileAttributes = (top: string, paths: readonly string[]): FileAttributes => {
  const [excluded, filtered] = [new Set<string>(), new Set<string>()]
  if (paths.length === 0) return { excluded, filtered }
  const { status, stdout } = tryGit(['check-attr', '-z', '--stdin', ...excluding, ...filtering], {
    cwd: top,
    input: `${paths.join('\0')}\0`,
  })
  if (status !== 0) return { excluded, filtered }
  // Triples of `path NUL attribute NUL value NUL`.
  const fields = stdout.toString('utf8').split('\0')
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', name = '', value = ''] = fields.slice(at, at + 3)
    if (filtering.includes(name)) {
      if (value !== 'unspecified' && value !== 'unset') filtered.add(path)
    } else if (value === 'set' || value === 'true') excluded.add(path)
  }
  return { excluded, filtered }
}
