import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { z } from 'zod'
import { configFiles } from '../core/config-files.js'
import { ProvenanceError } from '../core/errors.js'
import { parseYaml } from './parse.js'
import { Config } from './schema.js'

/** Larger files are no configuration: 1 MiB. */
const maxBytes = 1024 * 1024

const programs = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'])

export type Loaded = { readonly config: Config; readonly path: string | null }

/**
 * The configuration in a folder, or the defaults. The places are cosmiconfig's, and so are the parsers; its search is not
 * used, since it first loads `.config/config.js` of the current folder, whatever loaders it is given (cosmiconfig 9.0).
 * Throws CONFIG_INVALID with file and field.
 */
export const loadConfig = async (folder: string): Promise<Loaded> => {
  for (const path of configFiles.map((name) => join(folder, name))) {
    if (!existsSync(path)) continue
    const config = readConfig(path)
    if (config !== null) return { config, path }
  }
  return { config: checkConfig({}, folder), path: null }
}

/** The configuration in one named file. Throws CONFIG_INVALID, or FILE_UNREADABLE. */
export const loadConfigFile = async (path: string): Promise<Config> => readConfig(path) ?? checkConfig({}, path)

/** Null where a package.json has none. */
const readConfig = (path: string): Config | null => {
  if (programs.has(extname(path)))
    throw new ProvenanceError('CONFIG_INVALID', `${path}: expected JSON or YAML, got a program, which is never run`)
  try {
    refuseLarge(path)
    const text = readFileSync(path, 'utf8')
    if (basename(path) !== 'package.json') return parseConfig(path, text)
    const own = packageConfig(text)
    return own === undefined ? null : checkConfig(own, path)
  } catch (cause) {
    throw asProblem(path, cause)
  }
}

/** What a package.json says under `provenance`; undefined where it says nothing, or is none. */
export const packageConfig = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { provenance?: unknown } | null)?.provenance
  } catch {
    return undefined
  }
}

/** The configuration in the text of a file of that name, as it stands in a commit. Throws CONFIG_INVALID. */
export const parseConfig = (name: string, text: string): Config => {
  if (text.length > maxBytes) throw new ProvenanceError('CONFIG_INVALID', `${name}: expected at most 1 MiB`)
  try {
    return checkConfig(parseYaml(name, text) ?? {}, name)
  } catch (cause) {
    throw asProblem(name, cause)
  }
}

const refuseLarge = (path: string): void => {
  if (statSync(path).size > maxBytes) throw new ProvenanceError('CONFIG_INVALID', `${path}: expected at most 1 MiB`)
}

const asProblem = (path: string, cause: unknown): ProvenanceError => {
  if (cause instanceof ProvenanceError) return cause
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'EACCES')
    return new ProvenanceError('FILE_UNREADABLE', `${path}: expected a readable file`, { cause })
  const sentence = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  return new ProvenanceError('CONFIG_INVALID', `${path}: expected JSON or YAML, got ${sentence}`, { cause })
}

/** A value as configuration. Throws CONFIG_INVALID naming the field, and for an unknown one the nearest that is known. */
export const checkConfig = (value: unknown, path: string): Config => {
  if (isTooMuch(value)) throw new ProvenanceError('CONFIG_INVALID', `${path}: expected at most ${maxNodes} values`)
  const checked = Config.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${path}: ${issue === undefined ? 'not a configuration' : problemOf(issue)}`,
    {
      hint: `provenance validate ${path}`,
    },
  )
}

const maxNodes = 20_000
const maxDepth = 50

/** A few lines of YAML whose anchors name each other stand for billions of values, or for no end of them. */
const isTooMuch = (value: unknown): boolean => {
  let nodes = 0
  const tooMuch = (part: unknown, depth: number): boolean => {
    nodes += 1
    if (nodes > maxNodes || depth > maxDepth) return true
    return typeof part === 'object' && part !== null && Object.values(part).some((one) => tooMuch(one, depth + 1))
  }
  return tooMuch(value, 0)
}

const known = [
  ...Object.keys(Config.shape),
  ...Object.keys(Config.shape.rules.unwrap().shape),
  'hash',
  'keyFile',
  'assistedBy',
  'coAuthoredBy',
]

const problemOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.') || 'document'}: ${issue.message}`
  const [key = ''] = issue.keys
  const nearest = known
    .map((name) => ({ name, far: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0]
  const suggestion = nearest !== undefined && nearest.far <= 3 ? ` Did you mean ${nearest.name}?` : ''
  return `${[...issue.path, key].join('.')}: expected a known option, got this.${suggestion}`
}

/** Edits between two short words (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= Math.min(a.length, 64); i += 1) {
    row = row.reduce<number[]>((next, above, j) => {
      const left = next[j - 1] ?? i - 1
      next.push(j === 0 ? i : Math.min(above + 1, left + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
      return next
    }, [])
  }
  return row.at(-1) ?? 0
}
