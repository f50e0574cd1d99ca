import { ProvenanceError } from '../errors.js'
import type { Basis, CommitRecord, Contribution, HumanEdited } from '../record/record.js'
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
  const misread =
    trailers.length > 0 && (again === null || JSON.stringify(trailersOf(again)) !== JSON.stringify(trailers))
  if (!misread) return trailers
  const written = JSON.stringify(trailers.map(({ value }) => value.slice(0, 80)))
  throw new ProvenanceError('VALUE_REFUSED', `expected values that read back as they were written, got ${written}`)
}

const trailersOf = (record: CommitRecord): readonly Trailer[] => {
  const none = record.none === null ? [] : [{ key: keys.tool, value: noneOf(record.none.basis) }]
  const change = record.change === null ? [] : [{ key: keys.change, value: `patch-id:${record.change}` }]
  return [...none, ...record.contributions.flatMap(contributionTrailers), ...change]
}

const contributionTrailers = (part: Contribution): readonly Trailer[] => [
  { key: keys.tool, value: toolOf(part) },
  { key: keys.model, value: part.model },
  ...(part.promptHash === null
    ? []
    : [{ key: keys.promptHash, value: formatValue(part.promptHash, { prompts: part.prompts }) }]),
  ...(part.humanEdited === null ? [] : [{ key: keys.humanEdited, value: ratioOf(part.humanEdited) }]),
]

/** A `none` that came without its basis keeps to that. */
const noneOf = (basis: Basis) => formatValue('none', { basis: basis === 'unknown' ? null : basis })

const toolOf = ({ tool, toolVersion }: Contribution) => (toolVersion === null ? tool : `${tool}/${toolVersion}`)

const ratioOf = ({ ratio, ...rest }: HumanEdited) => {
  const { kept, edited, dropped, basis, method } = rest
  return formatValue(ratio === null ? 'unknown' : ratio.toFixed(3), { kept, edited, dropped, basis, method })
}

const refuseUnsafe = ({ key, value }: Trailer): void => {
  if (isSafe(value)) return
  throw new ProvenanceError(
    'VALUE_REFUSED',
    `${key}: expected at most 255 bytes without control characters, got ${JSON.stringify(value.slice(0, 80))}`,
  )
}
