import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { hookNames } from '../../install/manager.js'
import { callsByName, type GitHookFile, isOurHook, savedFolder, savedPlaces } from '../../install/plan.js'
import { readText } from '../../store/text.js'

/** A hook as it stands, a link that leads nowhere too, and whether the `.saved` beside it is one that we moved aside. */
export const hookAt = (path: string): GitHookFile => {
  const text = isThere(path) ? (readText(path) ?? '') : null
  if (!isThere(`${path}.saved`)) return { path, text, saved: 'none', isSame: false }
  // Gates of before called whatever was called so; what they call now must not fall silent.
  const isOurs = Object.values(savedPlaces(path)).some(isThere) || !callsByName(text)
  return { path, text, saved: isOurs ? 'ours' : 'theirs', isSame: isSame(path, `${path}.saved`) }
}

/** Whether two are files of the same bytes and the same mode. */
const isSame = (one: string, other: string): boolean => {
  const [first, second] = [statOf(one), statOf(other)]
  return (
    first?.isFile() === true &&
    second?.isFile() === true &&
    first.mode === second.mode &&
    readFileSync(one).equals(readFileSync(other))
  )
}

/**
 * Lets a hook that is moved aside be called by its own name at a place, by which one that serves for several tells what it is;
 * what else stands in its folder is beside it there, too. It is also the note that we moved it.
 */
export const linkByName = (path: string, place: string): void => {
  const [folder, links] = [dirname(path), dirname(place)]
  // A repository can hold a link beside the hooks that it brings, which leads out of it.
  if (targetOf(links) !== null) throw new Error(`${links}: expected a folder, got a link to elsewhere`)
  mkdirSync(links, { recursive: true })
  // Whoever may run the gate must find the hook before it, whatever the umask of who installs it.
  chmodSync(links, 0o755)
  // A hook that is not ours is about to be moved there, over one that was kept before.
  const saved = isThere(path) && !isOurHook(readText(path)) ? path : `${path}.saved`
  const way = relative(links, folder)
  link(`${way}/`, { target: targetOf(saved) ?? `${basename(path)}.saved`, place })
  for (const name of readdirSync(folder).filter(isBeside)) link(`${way}/`, { target: name, place: join(links, name) })
}

/** Takes those links away; what anybody else put beside them stays. */
export const unlinkByName = (folder: string): void => {
  for (const place of Object.values(savedPlaces(join(folder, 'hook')))) unlinkIn(dirname(place))
}

const unlinkIn = (links: string): void => {
  if (!isThere(links)) return
  for (const name of readdirSync(links)) if (targetOf(join(links, name)) !== null) rmSync(join(links, name))
  if (readdirSync(links).length === 0) rmdirSync(links)
}

const gates: ReadonlySet<string> = new Set([...hookNames, 'pre-receive', 'update'])
const isBeside = (name: string) => name !== savedFolder && !gates.has(name) && !/\.(?:saved|sample|tmp)$/.test(name)

/** A link from a place to what a link among the hooks would lead to; `way` leads there. */
const link = (way: string, { target, place }: { readonly target: string; readonly place: string }): void => {
  if (targetOf(place) !== null) rmSync(place)
  symlinkSync(isAbsolute(target) ? target : `${way}${target}`, place)
}

/** Where a link leads, as it says it; null for what is no link. */
const targetOf = (path: string): string | null => (statOf(path)?.isSymbolicLink() === true ? readlinkSync(path) : null)

const isThere = (path: string): boolean => statOf(path) !== null

const statOf = (path: string): Stats | null => {
  try {
    return lstatSync(path)
  } catch {
    // Nothing there; or, below `core.hooksPath=/dev/null`, nothing can be.
    return null
  }
}
