import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, sep } from 'node:path'
import { configFiles } from '../core/config-files.js'
import { ProvenanceError } from '../core/errors.js'
import { unreadableFile } from '../core/file-errors.js'
import { seePlace, seeProblems, seeText } from '../core/file-hints.js'
import { unsound } from '../core/policy/sound.js'
import { type ReadBeside, withExtended } from './extends.js'
import { invalidConfig } from './invalid.js'
import { packageConfig } from './package-json.js'
import { parseYaml, unparsed } from './parse.js'
import { type Problem, problemsOf, problemText } from './problem.js'
import { Config } from './schema.js'

/** Larger files are no configuration: 1 MiB. */
export const maxConfigBytes = 1024 * 1024

const programs = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'])

/** A configuration, its file, and the files that it extends, by their names from its folder. */
export type Loaded = { readonly config: Config; readonly path: string | null; readonly extended: readonly string[] }

/**
 * The configuration in a folder, or the defaults. The places are cosmiconfig's, and so are the parsers; its search is not
 * used, since it first loads `.config/config.js` of the current folder, whatever loaders it is given (cosmiconfig 9.0).
 * Throws CONFIG_INVALID with file and field.
 */
export const loadConfig = async (folder: string): Promise<Loaded> => {
  for (const path of configFiles.map((name) => join(folder, name))) {
    if (!existsSync(path)) continue
    refuseEndless(path)
    const extended: string[] = []
    const config = configIn(path, readConfigText(path), (name) => {
      extended.push(name)
      refuseOutside(folder, name)
      return besideFile(folder)(name)
    })
    if (config !== null) return { config, path, extended }
  }
  return { config: Config.parse({}), path: null, extended: [] }
}

/** A repository can hold a link to a folder outside of it, whose files are none of its own. */
const refuseOutside = (folder: string, name: string): void => {
  const path = join(folder, name)
  if (!existsSync(path) || `${realpathSync(path)}${sep}`.startsWith(`${realpathSync(folder)}${sep}`)) return
  throw invalidConfig(`extends: expected a file of this folder, got ${name}, which leads out of it`, seePlace(path))
}

/** A pipe that a person names is read; one that lies there, or a link to a device, would be waited for without end. */
const refuseEndless = (path: string): void => {
  const stat = statSync(path)
  if (stat.isFile() || stat.isDirectory()) return
  throw invalidConfig(`${path}: expected a file, got a pipe or a device`, seePlace(path))
}

/** Files of a folder that would hold its configuration, did not the one that is read stand before them. */
export const unreadConfigFiles = (folder: string, { path }: Pick<Loaded, 'path'>): readonly string[] => {
  const read = configFiles.findIndex((name) => path === join(folder, name))
  return read < 0 ? [] : configFiles.slice(read + 1).filter((name) => existsSync(join(folder, name)))
}

/** A file that a configuration was read from, by its name from the configuration's folder. */
export type ReadFile = { readonly name: string; readonly bytes: Buffer }

/** The configuration in one named file, and every file it was read from, that one first. Throws CONFIG_INVALID, or FILE_UNREADABLE. */
export const loadConfigFile = async (
  path: string,
): Promise<{ readonly config: Config; readonly files: readonly ReadFile[] }> => {
  // Once, for a pipe (`--policy <(…)`) has its text for the first who reads it.
  const bytes = readConfigBytes(path)
  const files: ReadFile[] = [{ name: basename(path), bytes }]
  const config = configIn(
    path,
    bytes.toString('utf8'),
    besideFile(dirname(path), (file) => files.push(file)),
  )
  if (config !== null) return { config, files }
  throw invalidConfig(`${path}: expected a policy under "provenance", got none`, seeText(path))
}

/** What is said of a file without a word, which may have been cut off. */
export const noPolicy = 'expected a policy ({} for one without rules), got none'

/** Null where a package.json has none. */
const configIn = (path: string, text: string, read: ReadBeside): Config | null => {
  if (basename(path) !== 'package.json') return parseConfig(path, text, read)
  const own = packageConfig(text)
  return own === undefined ? null : checkConfig(own, path, read)
}

const readConfigText = (path: string): string => readConfigBytes(path).toString('utf8')

const readConfigBytes = (path: string): Buffer => {
  if (programs.has(extname(path)))
    throw invalidConfig(`${path}: expected JSON or YAML, got a program, which is never run`, seePlace(path))
  try {
    if (statSync(path).size <= maxConfigBytes) return readFileSync(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
  throw tooLarge(path)
}

const unreadable = (path: string, cause: unknown): ProvenanceError => {
  const { code } = cause as NodeJS.ErrnoException
  return code === undefined ? unparsed(path, cause) : unreadableFile(path, 'a readable file', cause)
}

const tooLarge = (name: string): ProvenanceError => invalidConfig(`${name}: expected at most 1 MiB`, seePlace(name))

/** Files that a configuration in a folder extends; `onRead` is told of each that is read. Throws CONFIG_INVALID naming one that is wrong. */
export const besideFile =
  (folder: string, onRead: (file: ReadFile) => void = () => {}): ReadBeside =>
  (name) => {
    const path = join(folder, name)
    if (!existsSync(path) || !statSync(path).isFile()) return null
    const bytes = readConfigBytes(path)
    onRead({ name, bytes })
    return parseDocument(name, bytes.toString('utf8'))
  }

/** The configuration in the text of a file of that name, as it stands in a commit; `read` gives the files it may extend. Throws CONFIG_INVALID. */
export const parseConfig = (name: string, text: string, read: ReadBeside): Config =>
  checkConfig(parseValue(name, text), name, read)

/** The text of a file that another one extends, checked by itself. Throws CONFIG_INVALID naming it. */
export const parseDocument = (name: string, text: string): unknown => {
  const value = parseValue(name, text)
  checked(value, name)
  return value
}

/** A text without a word is refused, wherever it stands: a file that was cut off must not pass for a policy without rules. */
const parseValue = (name: string, text: string): unknown => {
  if (text.length > maxConfigBytes) throw tooLarge(name)
  const value = parseYaml(name, text)
  if (value != null) return value
  throw invalidConfig(`${name}: ${noPolicy}`, seeProblems(name))
}

/** A value as configuration, all that it extends taken in. Throws CONFIG_INVALID naming the field, and for an unknown one the nearest that is known. */
export const checkConfig = (value: unknown, path: string, read: ReadBeside): Config => {
  const own = checked(value, path)
  const whole =
    own.extends === undefined
      ? own
      : checked(withExtended(value as Readonly<Record<string, unknown>>, basename(path), read), path)
  const problem = unsound(whole)
  if (problem === null) return whole
  throw refusal(path, [problem])
}

const checked = (value: unknown, path: string): Config => {
  if (isTooMuch(value)) throw invalidConfig(`${path}: expected at most ${maxNodes} values`, seePlace(path))
  const result = Config.safeParse(value)
  if (result.success) return result.data
  throw refusal(path, problemsOf(result.error, value))
}

type Problems = { readonly file: string; readonly problems: readonly Problem[] }

/** The error for a configuration with problems, which it carries as its cause. */
const refusal = (path: string, problems: readonly [Problem, ...Problem[]]): ProvenanceError =>
  invalidConfig(`${path}: ${problemText(problems[0])}`, seeProblems(path), {
    file: path,
    problems,
  } satisfies Problems)

/** The problems of a configuration that was refused, and its file; null for another error. */
export const problemsIn = (error: unknown): Problems | null => {
  const { cause } = error as { readonly cause?: Problems }
  return error instanceof ProvenanceError && Array.isArray(cause?.problems) ? cause : null
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
