import { canonicalModel } from '../marks/models.js'
import { type NamedTool, toolsIn } from '../policy/tools-in.js'
import type { Entry } from './schema.js'

/** What is known of one tool with one model: how often, by whom, when, on what evidence. Dates are seconds since the epoch. */
export type Use = {
  readonly tool: string
  /** The model by its one canonical name where it has one. */
  readonly model: string
  /** The spellings in which commits name it. */
  readonly spellings: string[]
  commits: number
  recorded: number
  marked: number
  contradicted: number
  readonly versions: string[]
  /** Commits by each author's address. */
  readonly people: Record<string, number>
  first: number
  last: number
  readonly lines: { kept: number; edited: number; dropped: number }
}

/** Uses by `tool model`. */
export type Inventory = Map<string, Use>

/** A hostile history can claim any number of names; beyond these bounds they are counted under one. */
const maxUses = 2_000
const maxPeople = 500
const maxSpellings = 50
export const others = '(others)'

/** Adds an entry's tools and models to an inventory; each counts once a commit. */
export const addToInventory = (inventory: Inventory, entry: Entry): void => {
  const seen = new Set<string>()
  for (const told of toolsIn(entry)) {
    const use = useOf(inventory, told)
    const key = `${use.tool} ${use.model}`
    if (!seen.has(key)) count(use, entry)
    seen.add(key)
    if (told.version !== null) addSpelling(use.versions, told.version)
    addSpelling(use.spellings, told.model)
    for (const fate of ['kept', 'edited', 'dropped'] as const) use.lines[fate] += told.lines?.[fate] ?? 0
  }
}

const addSpelling = (list: string[], spelling: string): void => {
  if (list.length < maxSpellings && !list.includes(spelling)) list.push(spelling)
}

const useOf = (inventory: Inventory, told: NamedTool): Use => {
  const { tool } = told
  const model = canonicalModel(told.model)
  const wanted = `${tool} ${model}`
  const known = inventory.get(wanted)
  if (known !== undefined) return known
  const [name, kind] = inventory.size < maxUses ? [tool, model] : [others, others]
  const key = `${name} ${kind}`
  const use = inventory.get(key) ?? {
    tool: name,
    model: kind,
    commits: 0,
    recorded: 0,
    marked: 0,
    contradicted: 0,
    versions: [],
    spellings: [],
    people: {},
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    lines: { kept: 0, edited: 0, dropped: 0 },
  }
  inventory.set(key, use)
  return use
}

const count = (use: Use, { class: evidence, author, committer, record }: Entry): void => {
  use.commits += 1
  if (evidence === 'contradicted') use.contradicted += 1
  else if (record.some(({ tool, model }) => tool === use.tool && canonicalModel(model) === use.model)) use.recorded += 1
  else use.marked += 1
  use.first = Math.min(use.first, committer.date)
  use.last = Math.max(use.last, committer.date)
  const known = Object.hasOwn(use.people, author.email) || Object.keys(use.people).length < maxPeople
  const person = known && author.email !== '__proto__' ? author.email : others
  use.people[person] = (Object.hasOwn(use.people, person) ? (use.people[person] ?? 0) : 0) + 1
}
