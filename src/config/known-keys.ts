import * as z from 'zod'
import { nearest } from './nearest.js'
import { Config } from './schema.js'

/** A part of the configuration's JSON schema (draft 2020-12), as zod makes it. */
type Part = {
  readonly properties?: Readonly<Record<string, Part>>
  readonly additionalProperties?: Part | boolean
  readonly items?: Part | boolean
  readonly prefixItems?: readonly Part[]
  readonly anyOf?: readonly Part[]
}

/** The option that an unknown one was meant for: one of its own place, or else, with its whole path, one of another; null where none is near. */
export const meantBy = (key: string, place: readonly string[]): string | null => {
  // Without the name that the whole has, behind which it would stand as a definition.
  const whole = z.toJSONSchema(z.strictObject(Config.shape), { io: 'input', unrepresentable: 'any' }) as Part
  const here = place.reduce((parts, name) => parts.flatMap((part) => inside(part, name)), forms(whole))
  const near = nearest(
    key,
    here.flatMap(({ properties = {} }) => Object.keys(properties)),
  )
  if (near !== null) return near
  const elsewhere = places(whole)
  return elsewhere.get(nearest(key, elsewhere.keys()) ?? '') ?? null
}

const forms = (part: Part | boolean | undefined): readonly Part[] =>
  typeof part === 'object' ? [part, ...(part.anyOf ?? []).flatMap(forms)] : []

const inside = (part: Part, name: string): readonly Part[] =>
  forms(part.properties?.[name] ?? part.prefixItems?.[Number(name)] ?? part.items ?? part.additionalProperties)

/** Every name that may stand as a key anywhere, with the first place where it may; NAME stands for one that a person chooses. */
const places = (whole: Part): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const look = (part: Part, path: readonly string[]): void => {
    for (const [name, inner] of Object.entries(part.properties ?? {})) {
      if (!found.has(name)) found.set(name, [...path, name].join('.'))
      lookAll([inner], [...path, name])
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
