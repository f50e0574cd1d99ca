import * as z from 'zod'
import { didYouMean, nearest, nearlySame } from './nearest.js'
import { Config } from './schema.js'

/** A part of the configuration's JSON schema (draft 2020-12), as zod makes it. */
type Part = {
  readonly properties?: Readonly<Record<string, Part>>
  readonly additionalProperties?: Part | boolean
  readonly items?: Part | boolean
  readonly prefixItems?: readonly Part[]
  readonly anyOf?: readonly Part[]
}

/** As many options as a place may have for all of them to be named. */
const maxNamed = 12

/**
 * The end of a sentence on an unknown option: which one was meant, of its own place or, with its whole path, of another; else which
 * there are in that place, where they are few.
 */
export const knownInstead = (key: string, place: readonly string[]): string => {
  // Without the name that the whole has, behind which it would stand as a definition.
  const whole = z.toJSONSchema(z.strictObject(Config.shape), { io: 'input', unrepresentable: 'any' }) as Part
  const here = place.reduce((parts, name) => parts.flatMap((part) => inside(part, name)), forms(whole))
  const names = [...new Set(here.flatMap(({ properties = {} }) => Object.keys(properties)))]
  const elsewhere = places(whole)
  const meant = nearest(key, names) ?? elsewhere.get(nearlySame(key, elsewhere.keys()) ?? '') ?? null
  if (meant !== null || names.length === 0 || names.length > maxNamed) return didYouMean(meant) || '.'
  return `. Known here: ${names.join(', ')}`
}

const forms = (part: Part | boolean | undefined): readonly Part[] =>
  typeof part === 'object' ? [part, ...(part.anyOf ?? []).flatMap(forms)] : []

const inside = (part: Part, name: string): readonly Part[] =>
  forms(part.properties?.[name] ?? part.prefixItems?.[Number(name)] ?? part.items ?? part.additionalProperties)

/**
 * Every name that may stand as a key anywhere, with the first place where it may; NAME stands for one that a person chooses. What is
 * an option of one rule only is left out: whoever writes it elsewhere did not mean that rule.
 */
const places = (whole: Part): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const look = (part: Part, path: readonly string[]): void => {
    for (const [name, inner] of Object.entries(part.properties ?? {})) {
      if (!found.has(name)) found.set(name, [...path, name].join('.'))
      if (path.at(-1) !== 'rules') lookAll([inner], [...path, name])
    }
    lookAll([...(part.prefixItems ?? []), part.items], path)
    lookAll([part.additionalProperties], [...path, 'NAME'])
  }
  const lookAll = (parts: readonly (Part | boolean | undefined)[], path: readonly string[]) => {
    for (const part of parts.flatMap(forms)) look(part, path)
  }
  lookAll([whole], [])
  return found
}
