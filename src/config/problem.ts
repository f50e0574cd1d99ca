import * as z from 'zod'
import { Config } from './schema.js'

/** What is wrong with a configuration, in a sentence that names the field, and for an unknown one the nearest that is known. */
export const problemOf = (error: z.ZodError): string => {
  const issue = deepest(error.issues.filter(isFirst))
  if (issue === undefined) return 'not a configuration'
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.') || 'document'}: ${issue.message}`
  const [key = ''] = issue.keys
  const nearest = [...knownKeys()]
    .map(([name, path]) => ({ name, path, far: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0]
  // An option that is known, and stands in another place.
  const meant = nearest?.far === 0 ? nearest.path : nearest?.name
  const suggestion = nearest !== undefined && isLike(key, nearest) ? ` Did you mean ${meant}?` : ''
  return `${[...issue.path, key].join('.')}: expected a known option, got this.${suggestion}`
}

/** Half of the letters at least are where they should be. */
const isLike = (key: string, { name, far }: { readonly name: string; readonly far: number }): boolean =>
  far <= 3 && far * 2 <= Math.max(key.length, name.length)

type Issue = z.core.$ZodIssue

/** What else is said of a value that is of the wrong type is about a value that it is not. */
const isFirst = (issue: Issue, index: number, issues: readonly Issue[]): boolean =>
  !issues.slice(0, index).some(({ code, path }) => code === 'invalid_type' && path.join('.') === issue.path.join('.'))

/** Of the forms that a value may have, the one that it comes nearest to tells what is wrong: the one that fails deepest inside it. */
const deepest = (issues: readonly Issue[]): Issue | undefined =>
  issues
    .flatMap(unfolded)
    .reduce<Issue | undefined>((best, one) => (best === undefined || rank(one) > rank(best) ? one : best), undefined)

const unfolded = (issue: Issue): readonly Issue[] => {
  if (issue.code === 'invalid_key') return issue.issues.map((one) => ({ ...one, path: issue.path }))
  if (issue.code !== 'invalid_union') return [issue]
  const inside = issue.errors.flatMap((branch) =>
    branch.map((one) => ({ ...one, path: [...issue.path, ...one.path] })).flatMap(unfolded),
  )
  return inside.length === 0 ? [issue] : inside
}

const rank = ({ path, code }: Issue): number => path.length * 2 + (code === 'invalid_type' ? 0 : 1)

/** Every name that may stand as a key anywhere in a configuration, with the first place where it may. */
const knownKeys = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const look = (part: unknown, path: readonly string[]): void => {
    if (typeof part !== 'object' || part === null) return
    const { properties = {}, ...rest } = part as { properties?: Readonly<Record<string, unknown>> }
    for (const [name, inner] of Object.entries(properties)) {
      if (!found.has(name)) found.set(name, [...path, name].join('.'))
      look(inner, [...path, name])
    }
    for (const one of Object.values(rest)) look(one, path)
  }
  look(z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }), [])
  return found
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
