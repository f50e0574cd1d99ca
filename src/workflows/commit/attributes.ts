import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FileAround } from '../../core/record/plan-input.js'
import { type FileAttributes, fileAttributes } from '../../git/file-attributes.js'
import { unstagedPaths } from '../../git/work-tree.js'
import type { Location } from '../../store/location.js'
import { unlessAbsent } from '../../store/text.js'

const speaking = /linguist-(?:generated|vendored)|binary|\[attr\]|filter|working-tree-encoding/

/**
 * What attributes say of the paths. Asking costs a git process, and is done only where a file that may speak of the paths
 * names an attribute of ours (gitattributes(5)).
 */
export const attributesOf = (location: Location, paths: readonly string[]): FileAttributes => {
  const folders = new Set(['.'])
  for (const path of paths) for (let at = dirname(path); at !== dirname(at); at = dirname(at)) folders.add(at)
  const files = [...folders].map((folder) => join(location.top, folder, '.gitattributes'))
  const speaks = [...files, join(location.commonDir, 'info', 'attributes')].some(
    (file) => unlessAbsent(() => statSync(file))?.isFile() === true && speaking.test(readFileSync(file, 'utf8')),
  )
  return speaks ? fileAttributes(location.top, paths) : { excluded: new Set(), filtered: new Set() }
}

/**
 * The files with those that cannot be measured made known as such. Where git puts a filter between work tree and index
 * (git-lfs, encryption, an encoding), an agent's lines are not those of the commit; git alone tells then whether the two differ.
 */
export const withUnmeasurable = (
  location: Location,
  files: readonly FileAround[],
  { filtered }: FileAttributes,
): readonly FileAround[] => {
  const isOpaque = ({ path, work, staged }: FileAround) =>
    (filtered.has(path) && work !== staged) || (work === undefined && staged === undefined)
  const opaque = files.filter(isOpaque)
  if (opaque.length === 0) return files
  const unstaged = unstagedPaths(
    location.top,
    opaque.map(({ path }) => path),
  )
  const nothing = { parent: undefined, staged: undefined, work: undefined }
  return files.map((file) => (isOpaque(file) ? { ...file, ...nothing, unstaged: unstaged.has(file.path) } : file))
}
