import type { EditMoment, LogPlace, ModelUse, SessionDatabase } from './agent.js'
import { type JsonObject, object, text } from './payload.js'

/**
 * The uses of models that the rows of a database's tables tell of, the newest first. What a row does not say as it should is
 * left out, and what is no UTF-8. Of one table come the rows last inserted first.
 */
export const modelUses = (
  { tables }: Pick<SessionDatabase, 'tables'>,
  rows: readonly (readonly JsonObject[])[],
): readonly ModelUse[] =>
  tables
    .flatMap(({ use }, index) => (rows[index] ?? []).map(use))
    .flatMap((said) => {
      const model = text(said?.model)
      if (model === null || model.includes('\uFFFD')) return []
      return [{ model, at: milliseconds(said?.at), calls: (said?.calls ?? []).filter((id) => typeof id === 'string') }]
    })
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0))

/** The JSON object in a column; an empty one where there is none. */
export const objectIn = (value: unknown): JsonObject => {
  try {
    return object(JSON.parse(text(value) ?? '{}'))
  } catch {
    return {}
  }
}

/** Unix time in seconds or in milliseconds: the agents' columns are named alike for both. */
const milliseconds = (time: unknown): number | null =>
  typeof time === 'number' ? (time < 100_000_000_000 ? time * 1_000 : time) : null

/** The model that made the tool call, else the one last used before the edit, else the session's: for uses told of before their tools run. */
export const inUse = (uses: readonly ModelUse[], edit: EditMoment): string | null =>
  (ofCall(uses, edit) ?? before(uses, edit) ?? ofSession(uses))?.model ?? null

/**
 * As above for uses that are told of before or after their tools run, as it comes: where the last before the edit and the
 * first after it are of two models, nobody knows which of them made it.
 */
export const inUseAround = (uses: readonly ModelUse[], edit: EditMoment): string | null => {
  const [last, next] = [before(uses, edit), uses.findLast(({ at }) => at !== null && at > edit.at)]
  if (last !== undefined && next !== undefined && last.model !== next.model) return null
  return (last ?? next ?? ofSession(uses))?.model ?? null
}

/** None where models that number their calls anew have one id. */
const ofCall = (uses: readonly ModelUse[], { call }: EditMoment) => {
  const [found, ...others] = call === null ? [] : uses.filter(({ calls }) => calls.includes(call))
  return others.every(({ model }) => model === found?.model) ? found : undefined
}

const before = (uses: readonly ModelUse[], edit: EditMoment) => uses.find(({ at }) => at !== null && at <= edit.at)

const ofSession = (uses: readonly ModelUse[]) => uses.find(({ at }) => at === null)

/** The folders in which an agent's data may be: XDG's, which most keep on macOS too, and those of Windows. */
export const dataHomes = (
  { home, env }: Pick<LogPlace, 'home' | 'env'>,
  names: { readonly unix: string; readonly windows: string },
): readonly string[] => [
  `${env['XDG_DATA_HOME']?.startsWith('/') ? env['XDG_DATA_HOME'] : `${home}/.local/share`}/${names.unix}`,
  ...(env['APPDATA'] === undefined ? [] : [`${env['APPDATA']}/${names.windows}`]),
]
