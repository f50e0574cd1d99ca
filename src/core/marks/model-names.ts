import { isSameKey, modelKey } from './models.js'

/** Tells whether a name of a model can be one of some others, however spelled, in a time that does not grow with their number. */
export type ModelNames = (name: string) => boolean

/** A model of no known family goes by its name without provider and case. */
const keyOf = (name: string): string => modelKey(name) ?? name.toLowerCase().replace(/^.*\//, '')

/** What a name begins with, up to each of its dashes. */
const beginnings = (key: string): readonly string[] =>
  [...key.matchAll(/-/g)].slice(0, maxDashes).map(({ index }) => key.slice(0, index))

const maxDashes = 32

/** The names that some parts of a record or a message give to models, by tool. */
export const modelsByTool = (
  parts: readonly { readonly tool: string; readonly model: string }[],
): ReadonlyMap<string, ModelNames> => {
  const byTool = new Map<string, Map<string, string>>()
  for (const { tool, model } of parts) {
    const keys = byTool.get(tool) ?? new Map<string, string>()
    byTool.set(tool, keys)
    const key = keyOf(model)
    // A family is found by the names that begin with it.
    for (const one of beginnings(key)) if (!keys.has(one)) keys.set(one, key)
    keys.set(key, key)
  }
  return new Map([...byTool].map(([tool, keys]) => [tool, (name) => holds(keys, keyOf(name))]))
}

const holds = (keys: ReadonlyMap<string, string>, key: string): boolean =>
  [key, ...beginnings(key)].some((one) => {
    const found = keys.get(one)
    return found !== undefined && isSameKey(found, key)
  })
