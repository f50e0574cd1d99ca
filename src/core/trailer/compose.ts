import { ProvenanceError } from '../errors.js'
import type { CommitRecord, Contribution, HumanEdited } from '../record.js'
import { keys, type Trailer } from './keys.js'
import { formatValue, isSafe } from './value.js'

/**
 * The trailers of a record, in the order of the spec: per contribution tool, model, prompt hash and ratio, and the
 * binding last. Throws VALUE_REFUSED for what cannot be written safely; nothing is squeezed in.
 */
export const composeTrailers = (record: CommitRecord): readonly Trailer[] => {
  const none =
    record.none === null ? [] : [{ key: keys.tool, value: formatValue('none', { basis: record.none.basis }) }]
  const change = record.change === null ? [] : [{ key: keys.change, value: `patch-id:${record.change}` }]
  const trailers = [...none, ...record.contributions.flatMap(contributionTrailers), ...change]
  for (const trailer of trailers) refuseUnsafe(trailer)
  return trailers
}

const contributionTrailers = (part: Contribution): readonly Trailer[] => [
  { key: keys.tool, value: toolOf(part) },
  { key: keys.model, value: part.model },
  ...(part.promptHash === null
    ? []
    : [{ key: keys.promptHash, value: formatValue(part.promptHash, { prompts: part.prompts }) }]),
  ...(part.humanEdited === null ? [] : [{ key: keys.humanEdited, value: ratioOf(part.humanEdited) }]),
]

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
