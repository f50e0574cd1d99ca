import { statSync } from 'node:fs'
import { cosmiconfig, defaultLoaders } from 'cosmiconfig'
import type { z } from 'zod'
import { configFiles } from '../core/config-files.js'
import { ProvenanceError } from '../core/errors.js'
import { Config } from './schema.js'

/** Larger files are no configuration: 1 MiB. */
const maxBytes = 1024 * 1024

const json = defaultLoaders['.json']
const yaml = defaultLoaders['.yaml']

/** Only loaders that parse; cosmiconfig's own would run a `.provenancerc.js`. */
const loaders = {
  '.json': json,
  '.yaml': yaml,
  '.yml': yaml,
  noExt: yaml,
  '.js': refuse,
  '.ts': refuse,
  '.cjs': refuse,
  '.mjs': refuse,
}

function refuse(path: string): never {
  throw new ProvenanceError('CONFIG_INVALID', `${path}: expected JSON or YAML, got a program, which is never run`)
}

export type Loaded = { readonly config: Config; readonly path: string | null }

/** The configuration in a folder, or the defaults. Throws CONFIG_INVALID with file and field. */
export const loadConfig = async (folder: string): Promise<Loaded> => {
  const explorer = cosmiconfig('provenance', {
    searchPlaces: [...configFiles],
    loaders,
    packageProp: 'provenance',
    searchStrategy: 'none',
  })
  return wrapped(folder, async () => {
    const found = await explorer.search(folder)
    if (found === null || found.isEmpty) return { config: checkConfig({}, folder), path: found?.filepath ?? null }
    refuseLarge(found.filepath)
    return { config: checkConfig(found.config, found.filepath), path: found.filepath }
  })
}

/** The configuration in one named file. Throws CONFIG_INVALID, or FILE_UNREADABLE. */
export const loadConfigFile = async (path: string): Promise<Config> =>
  wrapped(path, async () => {
    refuseLarge(path)
    const found = await cosmiconfig('provenance', { loaders, packageProp: 'provenance' }).load(path)
    return checkConfig(found?.config ?? {}, path)
  })

/** The configuration in the text of a file of that name, as it stands in a commit. Throws CONFIG_INVALID. */
export const parseConfig = (name: string, text: string): Config => {
  if (text.length > maxBytes) throw new ProvenanceError('CONFIG_INVALID', `${name}: expected at most 1 MiB`)
  try {
    const value: unknown = name.endsWith('.json') ? json(name, text) : yaml(name, text)
    return checkConfig(value ?? {}, name)
  } catch (cause) {
    throw asProblem(name, cause)
  }
}

const refuseLarge = (path: string): void => {
  if (statSync(path).size > maxBytes) throw new ProvenanceError('CONFIG_INVALID', `${path}: expected at most 1 MiB`)
}

const wrapped = async <T>(path: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (cause) {
    throw asProblem(path, cause)
  }
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
