import type { CommitRecord } from '../../core/record/record.js'
import type { Gathered } from './gather.js'

/** Models that the lines of a record cannot hold, or not in the encoding of the message: without a word they would be as if nobody knew them. */
export const unwrittenModels = (
  { plan, authors, declared }: Gathered,
  { contributions }: CommitRecord,
): readonly string[] =>
  [
    ...[...plan.counts.keys()].flatMap((key) => authors.get(key) ?? []),
    ...declared.flatMap((one) => (one.none ? [] : [one])),
  ]
    .filter(({ model }) => model !== 'unknown' && !contributions.some((part) => part.model === model))
    .map(({ tool, model }) => {
      const bytes = Buffer.byteLength(model)
      return `AI-Model: expected an identifier that a line of the message can hold, got ${bytes} bytes from ${tool}; the record says unknown`
    })
