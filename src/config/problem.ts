import type * as z from 'zod'
import { knownInstead } from './known-keys.js'
import { didYouMean, nearest } from './nearest.js'

/** One thing that is wrong with a configuration: in which setting, and what was expected and found. */
export type Problem = { readonly path: readonly string[]; readonly says: string }

/** What is wrong with a configuration, the deepest first. For an unknown option or a wrong value it names the nearest that is known. */
export const problemsOf = (error: z.ZodError, value: unknown): readonly [Problem, ...Problem[]] => {
  const issues = error.issues.filter(isFirst).flatMap(nearestForm)
  const [first = { path: [], says: 'expected a configuration' }, ...more] = issues
    .toSorted((a, b) => rank(b) - rank(a))
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue) : [wrong(issue, value)]))
  return [first, ...more]
}

/** A problem in a sentence that names the setting. */
export const problemText = ({ path, says }: Problem): string => `${path.join('.') || 'document'}: ${says}`

type Issue = z.core.$ZodIssue

const namesOf = (path: readonly PropertyKey[]): readonly string[] => path.map(String)

const unknownKeys = ({ path, keys }: z.core.$ZodIssueUnrecognizedKeys): readonly Problem[] => {
  const place = namesOf(path)
  return keys.map((key) => ({
    path: [...place, key],
    says: `expected a known option, got this${knownInstead(key, place)}`,
  }))
}

const wrong = (issue: Issue & { readonly types?: readonly string[] }, value: unknown): Problem => {
  const path = namesOf(issue.path)
  const got = path.reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], value)
  if (got instanceof Date)
    return { path, says: 'expected a day in quotes, as "2027-06-30", got one without, which YAML takes for a moment' }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const near = typeof got === 'string' ? nearest(got, values) : null
    return { path, says: `expected ${oneOf(values)}, got ${shown(got)}${didYouMean(near)}` }
  }
  if (issue.code === 'invalid_type') {
    const types = [...new Set(issue.types ?? [issue.expected])].map((type) => typeNames[type] ?? type)
    // What is no configuration may be any file, which a link in a repository led to: of its words none is told.
    return { path, says: `expected ${oneOf(types)}, got ${path.length === 0 ? kindOf(got) : shown(got)}` }
  }
  const expected = issue.message.replace(/^[^:]*: (?=expected )/, '')
  return { path, says: expected.includes(', got ') ? expected : `${expected}, got ${shown(got)}` }
}

/** What zod calls a type, as whoever writes a configuration knows it. */
const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'options by name',
  record: 'options by name',
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'nothing' : (typeNames[typeof value] ?? 'something else')

const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const maxShown = 60

const shown = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? 'nothing')
  return text.length > maxShown ? `${text.slice(0, maxShown)}…` : text
}

/** False for what else is said of a value that has the wrong type: it tells nothing more. */
const isFirst = (issue: Issue, index: number, issues: readonly Issue[]): boolean =>
  !issues.slice(0, index).some(({ code, path }) => code === 'invalid_type' && path.join('.') === issue.path.join('.'))

/** Of the forms that a value may have, the one that it comes nearest to tells what is wrong: the one that fails deepest inside it. */
const nearestForm = (issue: Issue): readonly (Issue & { readonly types?: readonly string[] })[] => {
  const all = unfolded(issue)
  const most = Math.max(...all.map(rank))
  const best = all.find((one) => rank(one) === most)
  if (best?.code !== 'invalid_type') return best === undefined ? [] : [best]
  const place = best.path.join('.')
  const types = all.flatMap((one) => (one.code === 'invalid_type' && one.path.join('.') === place ? one.expected : []))
  return [{ ...best, types }]
}

const unfolded = (issue: Issue): readonly Issue[] => {
  if (issue.code === 'invalid_key') return issue.issues.map((one) => ({ ...one, path: issue.path }))
  if (issue.code !== 'invalid_union') return [issue]
  const inside = issue.errors.flatMap((branch) =>
    branch.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(unfolded),
  )
  return inside.length === 0 ? [issue] : inside
}

const rank = ({ path, code }: Issue): number => path.length * 2 + (code === 'invalid_type' ? 0 : 1)
