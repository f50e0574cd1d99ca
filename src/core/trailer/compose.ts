import { ProvenanceError } from '../errors.js'
import type { CommitRecord, Contribution, HumanEdited, Parameters } from '../record/record.js'
import { keys, type Trailer } from './keys.js'
import { readRecord } from './read.js'
import { formatValue, isSafe } from './value.js'

/**
 * The trailers of a record, in the order of the spec: per contribution tool, model, prompt hash and ratio, and the
 * binding last. Throws VALUE_REFUSED for what cannot be written safely, or would be read back as something else; nothing
 * is squeezed in.
 */
export const composeTrailers = (record: CommitRecord): readonly Trailer[] => {
  const trailers = trailersOf(record)
  for (const trailer of trailers) refuseUnsafe(trailer)
  const { record: again } = readRecord(trailers)
  const misread = trailers.length > 0 && (again === null || saidBy(again) !== saidBy(record))
  if (!misread) return trailers
  const written = JSON.stringify(trailers.map(({ value }) => value.slice(0, 80)))
  throw new ProvenanceError('VALUE_REFUSED', `expected values that read back as they were written, got ${written}`)
}

/** All that a record says, but for parameters that a line may have no room for: a value must not turn into one. */
const saidBy = (record: CommitRecord): string =>
  JSON.stringify([
    record.none?.basis,
    record.change,
    ...record.contributions.map((part) => [part.tool, part.toolVersion, part.model, part.promptHash, part.prompts]),
    ...record.contributions.map(({ humanEdited }) => humanEdited && ratioOf(humanEdited, undefined)),
  ])

const trailersOf = (record: CommitRecord): readonly Trailer[] => {
  const { change, changeParameters, none } = record
  const noneLines = none === null ? [] : [{ key: keys.tool, value: noneOf(none) }]
  const changeLines =
    change === null ? [] : [{ key: keys.change, value: withUnknown(`patch-id:${change}`, {}, changeParameters) }]
  return [...noneLines, ...record.contributions.flatMap(contributionTrailers), ...changeLines]
}

type Known = Readonly<Record<string, string | number | null>>

/** A value with the parameters that another program wrote behind its own, where the line holds them. */
const withUnknown = (main: string, own: Known, unknown: Parameters | undefined): string => {
  const whole = formatValue(main, { ...own, ...unknown })
  return isSafe(whole) ? whole : formatValue(main, own)
}

const contributionTrailers = (part: Contribution): readonly Trailer[] => {
  const { humanEdited, model, parameters, promptHash, prompts } = part
  return [
    { key: keys.tool, value: withUnknown(toolOf(part), {}, parameters?.tool) },
    { key: keys.model, value: withUnknown(model, {}, parameters?.model) },
    ...(promptHash === null
      ? []
      : [{ key: keys.promptHash, value: withUnknown(promptHash, { prompts }, parameters?.promptHash) }]),
    ...(humanEdited === null ? [] : [{ key: keys.humanEdited, value: ratioOf(humanEdited, parameters?.humanEdited) }]),
  ]
}

/** A `none` that came without its basis keeps to that. */
const noneOf = ({ basis, parameters }: NonNullable<CommitRecord['none']>) =>
  withUnknown('none', { basis: basis === 'unknown' ? null : basis }, parameters)

const toolOf = ({ tool, toolVersion }: Contribution) => (toolVersion === null ? tool : `${tool}/${toolVersion}`)

const ratioOf = ({ ratio, ...rest }: HumanEdited, unknown: Parameters | undefined) => {
  const { kept, edited, dropped, basis, method } = rest
  return withUnknown(ratio === null ? 'unknown' : ratio.toFixed(3), { kept, edited, dropped, basis, method }, unknown)
}

const refuseUnsafe = ({ key, value }: Trailer): void => {
  if (isSafe(value)) return
  throw new ProvenanceError(
    'VALUE_REFUSED',
    `${key}: expected at most 255 bytes without control characters, got ${JSON.stringify(value.slice(0, 80))}`,
  )
}
