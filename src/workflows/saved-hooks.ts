import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { hookNames } from '../install/manager.js'
import { callsByName, type HookFile, savedFolder } from '../install/plan.js'
import { readText } from '../store/text.js'

/** A hook as it stands, a link that leads nowhere too, and whether the `.saved` beside it is one that we moved aside. */
export const hookAt = (path: string): HookFile => {
  const text = isThere(path) ? (readText(path) ?? '') : null
  if (!isThere(`${path}.saved`)) return { path, text, saved: 'none' }
  // Gates of before called whatever was called so; what they call now must not fall silent.
  const isOurs = isThere(byName(path)) || !callsByName(text)
  return { path, text, saved: isOurs ? 'ours' : 'theirs' }
}

/**
 * Lets a hook that is moved aside be called by its own name, by which one that serves for several tells what it is; what else
 * stands in its folder is beside it there, too. It is also the note that we moved it.
 */
export const linkByName = (path: string): void => {
  const folder = dirname(path)
  mkdirSync(join(folder, savedFolder), { recursive: true })
  // Whoever may run the gate must find the hook before it, whatever the umask of who installs it.
  chmodSync(join(folder, savedFolder), 0o755)
  const saved = isThere(`${path}.saved`) ? `${path}.saved` : path
  link(linkTo(saved) ?? `../${basename(path)}.saved`, byName(path))
  for (const name of readdirSync(folder).filter(isBeside)) link(`../${name}`, join(folder, savedFolder, name))
}

/** Takes those links away; what anybody else put beside them stays. */
export const unlinkByName = (folder: string): void => {
  const links = join(folder, savedFolder)
  if (!isThere(links)) return
  for (const name of readdirSync(links)) if (linkTo(join(links, name)) !== null) rmSync(join(links, name))
  if (readdirSync(links).length === 0) rmdirSync(links)
}

const byName = (path: string) => join(dirname(path), savedFolder, basename(path))

const gates: ReadonlySet<string> = new Set([...hookNames, 'pre-receive', 'update'])
const isBeside = (name: string) => name !== savedFolder && !gates.has(name) && !/\.(?:saved|sample|tmp)$/.test(name)

const link = (target: string, path: string): void => {
  if (linkTo(path) !== null) rmSync(path)
  symlinkSync(target, path)
}

/** Where a link leads, as one a folder below it says it; null for what is no link. */
const linkTo = (path: string): string | null => {
  if (statOf(path)?.isSymbolicLink() !== true) return null
  const target = readlinkSync(path)
  return isAbsolute(target) ? target : `../${target}`
}

const isThere = (path: string): boolean => statOf(path) !== null

const statOf = (path: string): Stats | null => {
  try {
    return lstatSync(path)
  } catch {
    // Nothing there; or, below `core.hooksPath=/dev/null`, nothing can be.
    return null
  }
}
