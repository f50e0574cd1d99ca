import { humanEdited, sumCounts } from '../attribution/ratio.js'
import { disagreements } from '../ledger/classify.js'
import type { Entry, LedgerFinding } from '../ledger/schema.js'
import type { Mark } from '../marks/mark.js'
import { canonicalModel } from '../marks/models.js'
import { parseValue } from '../trailer/value.js'
import { joinCommitments } from './prompt-commitment.js'
import { type Basis, type CommitRecord, type Contribution, type HumanEdited, notCounted } from './record.js'

/** A record without its binding, which belongs to a change of its own. */
export type Unbound = Omit<CommitRecord, 'change'>

/** Only a record that can be taken as written, and was made for the commit it is on, is carried on. */
export const isSound = (entry: Entry): boolean =>
  entry.binding !== 'stale' && (entry.class === 'recorded' || entry.class === 'attested' || entry.class === 'none')

/** One of several commits that become one: what its record says, and whether that can be carried on. */
export type Source = {
  readonly record: readonly Contribution[]
  readonly none: Basis | null
  readonly isMerge: boolean
  readonly sound: boolean
}

const sourceOf = (entry: Entry): Source => ({
  record: entry.record as readonly Contribution[],
  none: entry.none,
  isMerge: entry.parents.length > 1,
  sound: isSound(entry),
})

/** The one record of several commits that a ledger judged. */
export const combineRecords = (entries: readonly Entry[]): Unbound | null => combineSources(entries.map(sourceOf))

/**
 * The one record of several commits squashed together: a contribution for each tool, version and model, line counts summed,
 * prompts under one root over the commits' values. Figures of different kinds, and hashes under different keys, cannot be
 * summed and stay apart. Null where nothing can be said: silence of one commit forbids `none` for all.
 */
export const combineSources = (sources: readonly Source[]): Unbound | null => {
  const sound = sources.filter((source) => source.sound)
  const contributions = sumContributions(sound.flatMap(({ record }) => record))
  if (contributions.length > 0) return { contributions, none: null }
  const bases = new Set(sound.map(({ none }) => none))
  if (sound.length === 0 || sound.length < sources.filter(({ isMerge }) => !isMerge).length) return null
  return { contributions: [], none: { basis: bases.size === 1 && bases.has('observed') ? 'observed' : 'declared' } }
}

/**
 * The record of several commits beside the marks that are kept with it, so that the two agree: a tool or model that only marks
 * name gets a contribution of which nothing more is known, and beside such marks `none` is not said. Marks that name a model come
 * first: one without it then says nothing new.
 */
export const withMarks = (record: Unbound | null, marks: readonly Mark[]): Unbound | null => {
  if (record === null || record.none !== null)
    return record !== null && disagreements(record, marks).length === 0 ? record : null
  const named = markedParts(
    record,
    marks.filter(({ model }) => model !== null),
  )
  const joined = { ...record, contributions: [...record.contributions, ...named] }
  return { ...joined, contributions: [...joined.contributions, ...markedParts(joined, marks)] }
}

/**
 * True for a commit without a record of which no mark tells either: beside a record of others it would pass for what a person did. A
 * mark of no AI tells of it, and so does one that names a tool or a model which the others' record does not.
 */
export const isUntold = (record: Unbound, marks: readonly Mark[]): boolean => {
  const isDenied = marks.length > 0 && marks.every(({ ai }) => !ai)
  return !isDenied && disagreements(record, marks).length === 0
}

/** A contribution for each tool and model of the marks that speak against a record. */
const markedParts = (record: Unbound, marks: readonly Mark[]): readonly Contribution[] => {
  const parts = disagreements(record, marks).map(({ mark }) => markedPart(mark))
  return [...new Map(parts.map((part) => [`${part.tool} ${canonicalModel(part.model)}`, part])).values()]
}

const markedPart = ({ tool, model }: Mark): Contribution => ({
  tool: tool ?? 'unknown',
  toolVersion: null,
  promptHash: 'none',
  prompts: null,
  model: model !== null && parseValue(model)?.main === model ? model : 'unknown',
  humanEdited: notCounted,
})

/** One contribution for each tool, version and model, in the order in which they first come. */
export const sumContributions = (parts: readonly Contribution[]): readonly Contribution[] => grouped(parts).map(combine)

/** Contributions that make one: of the same tool, version, model and kind of figures, with hashes under one key or none at all. */
const grouped = (parts: readonly Contribution[]): readonly (readonly Contribution[])[] => {
  const groups: { readonly key: string; scheme: string | null; readonly parts: Contribution[] }[] = []
  for (const part of parts) {
    const key = [part.tool, part.toolVersion, part.model, kindOf(part.humanEdited)].join('\n')
    const scheme = schemeOf(part.promptHash)
    const fits = (one: string | null) => one === null || scheme === null || one === scheme
    const group = groups.find((one) => one.key === key && fits(one.scheme))
    if (group === undefined) groups.push({ key, scheme, parts: [part] })
    else {
      group.parts.push(part)
      group.scheme ??= scheme
    }
  }
  return groups.map((group) => group.parts)
}

/** A hash's algorithm and key, `hmac-sha256:3f9ac01b`; null where no prompt was seen, which fits any. */
const schemeOf = (hash: string | null): string | null =>
  hash === null || hash === 'none' ? null : hash.slice(0, hash.lastIndexOf(':'))

/** What cannot be summed is a kind of its own. */
const kindOf = (edited: HumanEdited | null): string =>
  edited === null || edited.kept === null ? JSON.stringify(edited) : `${edited.basis} ${edited.method}`

const combine = (parts: readonly Contribution[]): Contribution => {
  const [first] = parts as readonly [Contribution]
  const values = parts.flatMap(({ promptHash }) => (promptHash === null || promptHash === 'none' ? [] : [promptHash]))
  const prompts = parts.reduce((sum, part) => sum + (part.prompts ?? 0), 0)
  return {
    tool: first.tool,
    toolVersion: first.toolVersion,
    model: first.model,
    promptHash: values.length === 0 ? 'none' : joinCommitments(values).value,
    prompts: prompts === 0 ? null : prompts,
    humanEdited: sumEdits(parts.map((part) => part.humanEdited)),
    ...parametersOfAll(parts),
  }
}

/** What is not made anew keeps its parameters: all that stands alone, and of several the tool and model that say the same. */
const parametersOfAll = ([first, ...more]: readonly Contribution[]): Pick<Contribution, 'parameters'> => {
  if (first?.parameters === undefined) return {}
  const kept = Object.entries(first.parameters).filter(
    ([field, of]) =>
      more.length === 0 ||
      ((field === 'tool' || field === 'model') && more.every(({ parameters }) => isSameJson(parameters?.[field], of))),
  )
  return kept.length === 0 ? {} : { parameters: Object.fromEntries(kept) }
}

const isSameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const sumEdits = (edits: readonly (HumanEdited | null)[]): HumanEdited | null => {
  const [first] = edits
  if (first == null || first.kept === null) return first ?? null
  const counts = edits.map((one) => ({ kept: one?.kept ?? 0, edited: one?.edited ?? 0, dropped: one?.dropped ?? 0 }))
  // Nobody counted them anew: they are as they were counted.
  return { ...humanEdited(sumCounts(counts), first.basis), method: first.method }
}

type Part = Pick<Contribution, 'tool' | 'model' | 'humanEdited'>

const proposed = (parts: readonly Part[]): number =>
  parts.reduce((sum, { humanEdited: one }) => sum + (one?.kept ?? 0) + (one?.edited ?? 0) + (one?.dropped ?? 0), 0)

const sameTool = (one: Part, other: Part): boolean =>
  one.tool === other.tool && canonicalModel(one.model) === canonicalModel(other.model)

/** What is found of a squash beside its branch; how grave that is, the policy says. */
export type SquashFinding = Pick<LedgerFinding, 'args'> & { readonly code: 'squash-lost-records' | 'squash-untold' }

/**
 * What a squashed commit lost of the evidence on the commits it was made from: a tool's record, some of its lines, or a mark of
 * a tool that had no record. A lost record makes the squash unknown, never human. `gone` says how many of the lines that each
 * commit adds are not in the squash: those that the agent rewrote itself are in no count of its, and nobody tells them apart.
 */
export const lostInSquash = (
  branch: readonly Entry[],
  squashed: Entry,
  gone: ReadonlyMap<string, number> = new Map(),
): readonly SquashFinding[] => {
  const expected = combineRecords(branch)?.contributions ?? []
  const lost: Record<string, string | number>[] = []
  for (const part of expected.filter((one, at) => expected.findIndex((other) => sameTool(one, other)) === at)) {
    const got = squashed.record.filter((one) => sameTool(one, part))
    const lines = proposed(expected.filter((one) => sameTool(one, part)))
    const least = branch.filter(isSound).reduce((sum, { oid, record }) => {
      const own = proposed(record.filter((one) => sameTool(one, part)))
      return sum + Math.max(0, own - (gone.get(oid) ?? 0))
    }, 0)
    if (got.length === 0) lost.push({ reason: 'record', tool: part.tool, model: part.model, lines })
    else if (proposed(got) < least)
      lost.push({ reason: 'lines', tool: part.tool, model: part.model, lines: least - proposed(got) })
  }
  const named = new Set([...squashed.record, ...squashed.marks].map(({ tool }) => tool))
  for (const tool of marked(branch)) if (!named.has(tool)) lost.push({ reason: 'mark', tool })
  return lost.map((args) => ({ code: 'squash-lost-records', args }))
}

/** As many commits are named in one finding. */
const maxNamed = 10

/** What is said of a squash with a record where of some of its commits nothing tells what AI did in them: beside it they pass for a person's. */
export const untoldInSquash = (untold: readonly Entry[], squashed: Entry): readonly SquashFinding[] => {
  if (untold.length === 0 || (squashed.record.length === 0 && squashed.none === null)) return []
  const commits = untold.slice(0, maxNamed).map(({ oid }) => oid.slice(0, 12))
  const args = { count: untold.length, commits: commits.join(' ') }
  return [{ code: 'squash-untold', args }]
}

/** Tools that a branch names by marks alone. */
const marked = (branch: readonly Entry[]): ReadonlySet<string> =>
  new Set(
    branch
      .filter(({ record }) => record.length === 0)
      .flatMap(({ marks }) => marks.flatMap(({ ai, tool }) => (ai && tool !== null ? [tool] : []))),
  )
