import type { Fault } from '../fault.js'
import {
  agrees,
  bases,
  type CommitRecord,
  type Contribution,
  type HumanEdited,
  parameterFields,
} from '../record/record.js'
import { isRecordKey, keys, type Trailer } from './keys.js'
import { parseTool } from './tool.js'
import { parseValue, unknownIn } from './value.js'

/**
 * What a commit's trailers say. `record` is null where there is none: nothing of ours, or lines in some other project's
 * style, which are in `foreign`. Faults other than `field-missing` say that the record cannot
 * be taken as written.
 */
export type Reading = {
  readonly record: CommitRecord | null
  readonly faults: readonly Fault[]
  readonly foreign: readonly Trailer[]
}

const named = (key: keyof typeof keys) => keys[key].toLowerCase()

/** Reads a record from trailers as git gives them (spec, section 2). Never throws. */
export const readRecord = (trailers: readonly Trailer[]): Reading => {
  const ours = trailers.filter(({ key }) => isRecordKey(key))
  if (!holdsRecord(ours)) return { record: null, faults: [], foreign: ours }
  const faults: Fault[] = []
  const groups = group(ours, faults)
  const contributions = groups.filter(({ none }) => !none).map(({ lines }) => contributionOf(lines, faults))
  const nones = groups.filter(({ none }) => none)
  if (nones.length > 1) faults.push(fault('field-duplicated', keys.tool))
  if (nones.length > 0 && contributions.length > 0) faults.push(fault('none-with-contribution', keys.tool))
  const none = nones[0] === undefined ? null : noneOf(nones[0].lines, faults)
  return { record: { contributions, none, ...changeOf(ours, faults) }, faults: distinct(faults), foreign: [] }
}

/** The contributions that lines tell of, whether or not they come to a record, and what is wrong with them. */
export const contributionsIn = (
  trailers: readonly Trailer[],
): Pick<Reading, 'faults'> & Pick<CommitRecord, 'contributions'> => {
  const faults: Fault[] = []
  const groups = group(
    trailers.filter(({ key }) => isRecordKey(key)),
    faults,
  )
  const contributions = groups.filter(({ none }) => !none).map(({ lines }) => contributionOf(lines, faults))
  return { contributions, faults: distinct(faults) }
}

/** Each fault of a field once, however many lines have it. */
const distinct = (faults: readonly Fault[]): readonly Fault[] => {
  const seen = new Map(faults.map((one) => [`${one.code} ${one.args['field']}`, one]))
  return [...seen.values()]
}

/** A key as the specification spells it. */
const spelled = (key: string) => Object.values(keys).find((one) => one.toLowerCase() === key) ?? key

const fault = (code: string, field: string): Fault => ({ code, args: { field } })

/** The own form of `AI-Prompt-Hash` that holds a commitment, and of `AI-Change`; others use these keys too. */
const commitment = /^(?:hmac-sha256:[0-9a-f]{8}|sha256):[\w-]{43}\s*(?:;|$)/i
const binding = /^patch-id:/i

/** True for `AI-Tool: none`, whatever stands behind it. */
const saysNone = ({ value }: Trailer): boolean => value.split(';', 1)[0]?.trim().toLowerCase() === 'none'

/** The same as ours: with its basis, or nothing but parameters. `none; by hand` is a person's way to put it. */
const isNone = (trailer: Trailer): boolean =>
  saysNone(trailer) && (/;\s*basis=/i.test(trailer.value) || parseValue(trailer.value) !== null)

/**
 * True where lines hold a record, or what is left of one: a ratio, a commitment to prompts or a binding in our form, `AI-Tool`
 * with what only we write beside it, or `none`. Less is some other convention.
 */
export const holdsRecord = (lines: readonly Trailer[]): boolean => {
  const of = (key: keyof typeof keys) => lines.filter((trailer) => trailer.key.toLowerCase() === named(key))
  const [tools, hashes] = [of('tool'), of('promptHash')]
  if (of('humanEdited').length > 0 || tools.some(isNone)) return true
  if (of('change').some(({ value }) => binding.test(value))) return true
  return hashes.some(({ value }) => tools.length > 0 || commitment.test(value))
}

const countNames: readonly string[] = ['kept', 'edited', 'dropped']

type Group = { readonly none: boolean; readonly lines: readonly Trailer[] }

/** Splits the lines at each AI-Tool; a line of a contribution before the first is malformed. */
const group = (ours: readonly Trailer[], faults: Fault[]): readonly Group[] => {
  const groups: { none: boolean; lines: Trailer[] }[] = []
  for (const trailer of ours) {
    const key = trailer.key.toLowerCase()
    if (key === named('change')) continue
    if (key === named('tool')) groups.push({ none: saysNone(trailer), lines: [trailer] })
    else if (groups.length === 0) faults.push(fault('field-malformed', spelled(key)))
    else groups.at(-1)?.lines.push(trailer)
  }
  if (groups.length === 0) faults.push(fault('field-missing', keys.tool), ...orphans(ours))
  for (const { none, lines } of groups)
    if (none && !lines.every(saysNone)) faults.push(fault('none-with-contribution', keys.tool))
  return groups
}

/** A binding alone is of a record that is gone; a line of a contribution says so by itself. */
const orphans = (ours: readonly Trailer[]): readonly Fault[] =>
  ours.every(({ key }) => key.toLowerCase() === named('change')) ? [fault('field-malformed', keys.change)] : []

/** The one value of a key within a contribution; a second one is a fault, never last-wins. */
const single = (lines: readonly Trailer[], key: keyof typeof keys, faults: Fault[]): string | null => {
  const found = lines.filter((trailer) => trailer.key.toLowerCase() === named(key))
  if (found.length > 1) faults.push(fault('field-duplicated', keys[key]))
  if (found.length === 0) faults.push(fault('field-missing', keys[key]))
  return found[0]?.value ?? null
}

/** The parameters that are known of each line. */
const known = { tool: [], model: [], promptHash: ['prompts'], humanEdited: countNames.concat('basis', 'method') }

/** What is unknown in each line, where anything is. */
const parametersOf = (lines: readonly Trailer[]): Pick<Contribution, 'parameters'> => {
  if (!lines.some(({ value }) => value.includes(';'))) return {}
  const found = parameterFields.flatMap((field) => {
    const line = lines.find(({ key }) => key.toLowerCase() === named(field))
    const unknown = line === undefined ? {} : unknownIn(line.value, known[field])
    return Object.keys(unknown).length === 0 ? [] : [[field, unknown] as const]
  })
  return found.length === 0 ? {} : { parameters: Object.fromEntries(found) }
}

const contributionOf = (lines: readonly Trailer[], faults: Fault[]): Contribution => {
  const tool = parseTool(single(lines, 'tool', faults) ?? '')
  if (tool === null) faults.push(fault('field-malformed', keys.tool))
  const model = single(lines, 'model', faults)
  const modelValue = model === null ? null : parseValue(model)
  if (model !== null && modelValue === null) faults.push(fault('field-malformed', keys.model))
  return {
    tool: tool?.tool ?? '',
    toolVersion: tool?.toolVersion ?? null,
    model: modelValue?.main ?? 'unknown',
    ...promptsOf(single(lines, 'promptHash', faults), faults),
    humanEdited: humanEditedOf(single(lines, 'humanEdited', faults), faults),
    ...parametersOf(lines),
  }
}

/** 32 bytes in base64url are 43 characters. */
const promptHash = /^(?:none|sha256:[A-Za-z0-9_-]{43}|hmac-sha256:[0-9a-f]{8}:[A-Za-z0-9_-]{43})$/

const promptsOf = (text: string | null, faults: Fault[]): Pick<Contribution, 'promptHash' | 'prompts'> => {
  if (text === null) return { promptHash: null, prompts: null }
  const value = parseValue(text)
  const count = value?.parameters.get('prompts')
  const malformed =
    value === null || !promptHash.test(value.main) || (count !== undefined && !/^[1-9]\d{0,8}$/.test(count))
  if (malformed) faults.push(fault('field-malformed', keys.promptHash))
  return { promptHash: malformed ? null : value.main, prompts: count === undefined || malformed ? null : Number(count) }
}

const humanEditedOf = (text: string | null, faults: Fault[]): HumanEdited | null => {
  if (text === null) return null
  const value = parseValue(text)
  const read = value === null ? null : numbersOf(value.main, value.parameters)
  if (read === null || value === null) {
    faults.push(fault('field-malformed', keys.humanEdited))
    return null
  }
  if (!agrees(read)) faults.push(fault('ratio-mismatch', keys.humanEdited))
  return { ...read, method: value.parameters.get('method') ?? null }
}

type Numbers = Omit<HumanEdited, 'method'>

const numbersOf = (main: string, parameters: ReadonlyMap<string, string>): Numbers | null => {
  const ratio = main === 'unknown' ? null : /^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/.test(main) ? Number(main) : undefined
  const counts = countNames.map((name) => {
    const text = parameters.get(name)
    return text === undefined ? null : /^\d{1,12}$/.test(text) ? Number(text) : undefined
  })
  const basis = bases.find((one) => one === (parameters.get('basis') ?? 'unknown'))
  if (ratio === undefined || basis === undefined || counts.includes(undefined)) return null
  const [kept = null, edited = null, dropped = null] = counts
  const given = [kept, edited, dropped].filter((count) => count !== null).length
  if (given !== 0 && given !== 3) return null
  if (given === 0 && basis === 'measured') return null
  return { ratio, kept, edited, dropped, basis }
}

const noneOf = (lines: readonly Trailer[], faults: Fault[]): CommitRecord['none'] => {
  const text = lines[0]?.value ?? ''
  const value = parseValue(text)
  const said = value?.parameters.get('basis')
  const basis = said === 'observed' || said === 'declared' ? said : 'unknown'
  const bare = value !== null && said === undefined
  if (basis === 'unknown') faults.push(bare ? fault('field-missing', 'basis') : fault('field-malformed', keys.tool))
  const parameters = unknownIn(text, ['basis'])
  return Object.keys(parameters).length === 0 ? { basis } : { basis, parameters }
}

const changeOf = (ours: readonly Trailer[], faults: Fault[]): Pick<CommitRecord, 'change' | 'changeParameters'> => {
  const found = ours.filter(({ key }) => key.toLowerCase() === named('change'))
  if (found.length > 1) faults.push(fault('field-duplicated', keys.change))
  // A record without it is unbound, which is record-bound's to find.
  if (found[0] === undefined) return { change: null }
  const change = /^patch-id:([0-9a-f]{40}|[0-9a-f]{64})$/.exec(parseValue(found[0].value)?.main ?? '')?.[1] ?? null
  if (change === null) faults.push(fault('field-malformed', keys.change))
  const changeParameters = change === null ? {} : unknownIn(found[0].value, [])
  return Object.keys(changeParameters).length === 0 ? { change } : { change, changeParameters }
}
