import type { EditMoment, LoggedUse, SessionLog } from './agent.js'
import { targetsOf } from './log-lines.js'

/** What stands for a model of which a log tells that there was one, and not which. */
const unknown = 'unknown'

/** A use of a model, of one file or, with an empty path, for a command. */
type Timed = { readonly model: string | null; readonly at: number }
type TimedCall = Timed & { readonly path: string }

/** The model behind an edit, by one log; null where it tells of none. */
export type LoggedModels = {
  /** By the id of its call alone. */
  readonly ofCall: (edit: EditMoment) => string | null
  /** By its files and its time; `unknown` where the log tells of several models, and not which it was. */
  readonly inTime: (edit: EditMoment) => string | null
}

/**
 * How the model behind an edit is told from a log, surest first: by the id of its call; by the nearest call in time that names
 * its file, for a command by the nearest command; by the last answer before it, an answer being told of before its tools
 * run. What a log that was cut tells without a time may be of any time; where one tells no time at all, its last line counts.
 */
export const modelsIn = ({ uses }: SessionLog, cut: boolean): LoggedModels => {
  const ids = modelsById(uses)
  const models = new Set(uses.map(({ model }) => model))
  // Most edits have the id of their call, and ask no further.
  const timedUses = once(() => inOrder(uses.flatMap(({ model, at }) => (at === null ? [] : [{ model, at }]))))
  const calls = once(() => callsByName(uses))
  const guess = (edit: EditMoment): string | null => {
    const timed = timedUses()
    const last = timed[firstAfter(timed, edit.at) - 1]
    if (edit.at === Number.POSITIVE_INFINITY) return (last ?? uses.at(-1))?.model ?? null
    const call = nearestCall(calls(), edit)
    if (call !== undefined) return isOvertaken(call, last, edit) ? null : call.model
    if (timed.length === 0) return uses.at(-1)?.model ?? null
    if (last !== undefined || cut) return last?.model ?? null
    return timed[0]?.model ?? null
  }
  return {
    ofCall: ({ call }) => (call === null ? null : (ids.get(call) ?? null)),
    inTime: (edit) => {
      const [only = null] = models
      if (models.size <= 1 && (only === null || !cut)) return only
      return guess(edit) ?? unknown
    },
  }
}

/** The model of each call by its id; null where models that number their calls anew have the same. */
const modelsById = (uses: readonly LoggedUse[]): ReadonlyMap<string, string | null> => {
  const ids = new Map<string, string | null>()
  for (const { model, calls } of uses)
    for (const { id } of calls)
      if (id !== null && model !== null) ids.set(id, ids.has(id) && ids.get(id) !== model ? null : model)
  return ids
}

/** Another model answered between the call and the edit: the edit may be of a call that is not told of yet. */
const isOvertaken = (call: Timed, last: Timed | undefined, edit: EditMoment): boolean =>
  call.at < edit.at && last !== undefined && last.at > call.at && last.model !== call.model

const once = <Made>(make: () => Made): (() => Made) => {
  let made: { readonly value: Made } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const inOrder = <One extends Timed>(uses: readonly One[]): readonly One[] => [...uses].sort((a, b) => a.at - b.at)

/** The calls that write, by the last part of the path of what they write; commands under an empty name. */
const callsByName = (uses: readonly LoggedUse[]): ReadonlyMap<string, readonly TimedCall[]> => {
  const byName = new Map<string, TimedCall[]>()
  for (const call of uses.flatMap(timedCalls)) {
    const known = byName.get(lastPart(call.path))
    if (known === undefined) byName.set(lastPart(call.path), [call])
    else known.push(call)
  }
  return new Map([...byName].map(([name, calls]) => [name, inOrder(calls)]))
}

const timedCalls = ({ model, calls, ...use }: LoggedUse): readonly TimedCall[] =>
  calls.flatMap((call) => {
    const at = call.at ?? use.at
    return at === null ? [] : targetsOf(call).map((path) => ({ model, at, path: plain(path) }))
  })

/** As many calls of files of one name are looked through before an edit, and after it. */
const maxCalls = 1_000

const nearestCall = (calls: ReadonlyMap<string, readonly TimedCall[]>, { files, at }: EditMoment) => {
  const paths = files.length === 0 ? [''] : files.map(({ path }) => plain(path))
  const found = paths.flatMap((path) => {
    const known = calls.get(lastPart(path)) ?? []
    const next = firstAfter(known, at)
    const isThis = (call: TimedCall) => isSameFile(call.path, path)
    const before = known.slice(Math.max(0, next - maxCalls), next).findLast(isThis)
    return [before, known.slice(next, next + maxCalls).find(isThis)].filter((call) => call !== undefined)
  })
  const away = (call: TimedCall) => Math.abs(call.at - at)
  return found.reduce<TimedCall | undefined>(
    (best, call) => (best === undefined || away(call) < away(best) ? call : best),
    undefined,
  )
}

/** A log has paths from the root, an edit from the top of the work tree, and either may have one from another folder. */
const isSameFile = (one: string, other: string): boolean =>
  one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`)

const plain = (path: string): string => path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Where the first use after a moment stands among uses in order. */
const firstAfter = (uses: readonly Timed[], at: number): number => {
  let [low, high] = [0, uses.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((uses[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
