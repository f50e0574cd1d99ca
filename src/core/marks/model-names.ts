import { identifyModel, isSameKey, isSameModel, type ModelIdentity } from './models.js'

/** Tells whether a name of a model can be one of some others, however spelled, in a time that does not grow with their number. */
export type ModelNames = (name: string) => boolean

/** A model of no known family goes by its name without provider and case. */
const identityOf = (name: string): ModelIdentity =>
  identifyModel(name) ?? { key: name.toLowerCase().replace(/^.*\//, ''), date: null, revision: null }

/** What a name begins with, up to each of its dashes. */
const beginnings = (key: string): readonly string[] =>
  [...key.matchAll(/-/g)].slice(0, maxDashes).map(({ index }) => key.slice(0, index))

const maxDashes = 32

/** As many dates and revisions of one model are told apart; with more of them any is known. */
const maxDated = 100

type Known = { readonly key: string; readonly dated: ModelIdentity[] }

/** The names that some parts of a record or a message give to models, by tool. */
export const modelsByTool = (
  parts: readonly { readonly tool: string; readonly model: string }[],
): ReadonlyMap<string, ModelNames> => {
  const byTool = new Map<string, Map<string, Known>>()
  for (const { tool, model } of parts) {
    const names = byTool.get(tool) ?? new Map<string, Known>()
    byTool.set(tool, names)
    const identity = identityOf(model)
    const { key } = identity
    const same = names.get(key)
    const known = same?.key === key ? same : { key, dated: [] }
    if (known.dated.length <= maxDated) known.dated.push(identity)
    // A family is found by the names that begin with it.
    for (const one of beginnings(key)) if (!names.has(one)) names.set(one, known)
    names.set(key, known)
  }
  return new Map([...byTool].map(([tool, names]) => [tool, (name) => holds(names, identityOf(name))]))
}

const holds = (names: ReadonlyMap<string, Known>, asked: ModelIdentity): boolean =>
  [asked.key, ...beginnings(asked.key)].some((one) => {
    const found = names.get(one)
    if (found === undefined || !isSameKey(found.key, asked.key)) return false
    return found.dated.length > maxDated || found.dated.some((known) => isSameModel(known, asked))
  })
