import { posix } from 'node:path'
import { seeText } from '../core/file-hints.js'
import { isPreset, presetRules, presets } from '../core/policy/presets.js'
import { invalidConfig } from './invalid.js'
import { didYouMean, nearest } from './nearest.js'

/** A configuration as it was written, before it is checked. */
type Document = Readonly<Record<string, unknown>>

/** Reads a file beside a configuration, by its name from there, checked as one by itself; null where there is none. */
export type ReadBeside = (name: string) => unknown

/** Longer chains of files that extend each other are nobody's intention. */
const maxDepth = 5

/** More files, each as often as it is named, are nobody's intention either: a few that name each other stand for millions. */
const maxFiles = 100

/**
 * A configuration with all that it extends laid under it: presets by their names, and files below its folder by theirs, in the
 * order in which they stand; what comes later, and the file itself, counts. Throws CONFIG_INVALID for what is not there.
 */
export const withExtended = (document: Document, name: string, read: ReadBeside): Document => {
  const known = new Map<string, unknown>()
  let files = 0
  const readOnce = (path: string): unknown => {
    files += 1
    if (files > maxFiles)
      throw invalidConfig(`${name}: expected at most ${maxFiles} files to extend, got more`, seeText(name))
    if (!known.has(path)) known.set(path, read(path))
    return known.get(path)
  }
  return laidUnder(document, name, readOnce, 0)
}

const laidUnder = (document: Document, name: string, read: ReadBeside, depth: number): Document => {
  if (depth > maxDepth) throw invalidConfig(`${name}: expected files that end in one, got a circle`, seeText(name))
  const { extends: named = [], ...own } = document
  const bases = (typeof named === 'string' ? [named] : (named as readonly string[])).map((base) => {
    if (isPreset(base)) return { rules: presetRules(base) }
    const path = posix.normalize(posix.join(posix.dirname(name.replace(/\\/g, '/')), base))
    const found = isBelow(base, path) ? read(path) : null
    if (found === null) throw unknownBase(name, base, !isBelow(base, path))
    return laidUnder(found as Document, path, read, depth + 1)
  })
  return [...bases, own].reduce(laidOver)
}

const isBelow = (base: string, path: string): boolean =>
  !posix.isAbsolute(base) && !/^[a-z]+:/i.test(base) && !path.split('/').includes('..')

const unknownBase = (name: string, base: string, isOutside: boolean) => {
  const expected = `expected ${Object.keys(presets).join(', ')} or a file below this one’s folder`
  const near = didYouMean(nearest(base, Object.keys(presets)))
  return invalidConfig(
    `${name}: extends: ${expected}, got ${JSON.stringify(base)}${isOutside ? '' : ', and no such file is there'}${near}`,
    seeText(name),
  )
}

const appended = new Set(['overrides', 'waivers', 'ignore'])
const merged = new Set(['rules', 'prompts', 'trailers', 'registry'])

/** Lists are appended, settings by name replaced one by one. */
const laidOver = (under: Document, over: Document): Document => {
  const together = { ...under, ...over }
  for (const key of Object.keys(under).filter((one) => Object.hasOwn(over, one))) {
    const [low, high] = [under[key], over[key]]
    if (appended.has(key)) together[key] = [...(low as readonly unknown[]), ...(high as readonly unknown[])]
    if (key === 'registry') together[key] = registries(low as Document, high as Document)
    else if (merged.has(key)) together[key] = { ...(low as Document), ...(high as Document) }
  }
  return together
}

const registries = (low: Document, high: Document): Document => ({
  tools: { ...(low['tools'] as Document | undefined), ...(high['tools'] as Document | undefined) },
  groups: { ...(low['groups'] as Document | undefined), ...(high['groups'] as Document | undefined) },
  paths: [...((low['paths'] as readonly unknown[]) ?? []), ...((high['paths'] as readonly unknown[]) ?? [])],
})
