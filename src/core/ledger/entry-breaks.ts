import type { Mark } from '../marks/mark.js'
import type { Binding } from '../record/binding.js'
import { agrees } from '../record/record.js'
import { classify } from './classify.js'
import type { Entry, EvidenceClass } from './schema.js'

/** Where an entry's fields contradict each other; in an entry that `entryOf` made they never do. */
export const entryBreaks = (entry: Entry): readonly string[] => [
  ...classBreaks(entry),
  ...bindingBreaks(entry),
  ...knownBreaks(entry),
]

/** Classes of commits that have a record. */
const withRecord: ReadonlySet<EvidenceClass> = new Set(['attested', 'recorded', 'none', 'contradicted'])

/** Of a record that cannot be taken as written only its class says so. */
const classBreaks = (entry: Entry): readonly string[] => {
  const { class: said, none, record } = entry
  if (said === 'contradicted') return []
  const odd = record.find(({ humanEdited }) => humanEdited !== null && !agrees(humanEdited))
  return [
    ...(classesOf(entry).includes(said)
      ? []
      : [`class: ${said} is not what the entry's record, marks and signature say`]),
    ...(said !== 'none' || none === 'observed' || none === 'declared' || none === 'unknown'
      ? []
      : [`none: expected a basis, got ${none}`]),
    ...(odd === undefined ? [] : [`record: the ratio ${odd.humanEdited?.ratio} is not what its counts give`]),
  ]
}

/** What can have come of it (`judgeBatch`): a record that stood outside of the block is attested by no signature. */
const classesOf = ({ change, findings, marks, none, record, signature }: Entry): readonly EvidenceClass[] => {
  const basis = none === null ? null : { basis: none }
  const told = record.length === 0 && none === null ? null : { contributions: record, none: basis, change }
  const { class: found } = classify({ record: told, faults: [], foreign: [] }, marks as readonly Mark[])
  if (found !== 'recorded' || signature?.status !== 'good') return [found]
  return findings.some(({ code }) => code === 'trailer-outside-block') ? ['attested', found] : ['attested']
}

/** A commit that is missing, or too large, has nothing that is known of it. */
const isRead = ({ known }: Entry): boolean => Object.keys(known).length > 0

const bindingBreaks = (entry: Entry): readonly string[] => {
  const { binding, change } = entry
  if (change !== null && !withRecord.has(entry.class)) return [`change: expected none without a record, got ${change}`]
  const [only, ...more] = bindingsOf(entry)
  if (only === binding || more.includes(binding)) return []
  return [`binding: expected ${[only, ...more].join(' or ')} of ${change ?? 'no change'}, got ${binding}`]
}

/** What can have come of a comparison (`bindingOf`). */
const bindingsOf = (entry: Entry): readonly Binding[] => {
  const { change } = entry
  if (change === null) return [isRead(entry) ? 'unbound' : 'unknown']
  return [/^0+$/.test(change) ? 'unbound' : 'bound', 'stale', 'unknown']
}

const knownBreaks = (entry: Entry): readonly string[] => {
  const { binding, known, signature } = entry
  const should = {
    binding: binding === 'bound' || binding === 'stale',
    record: withRecord.has(entry.class),
    signature: signature !== null && signature.status !== 'not-checked',
  }
  return Object.entries(should).flatMap(([field, has]) =>
    Object.hasOwn(known, field) === has
      ? []
      : [`known.${field}: expected ${has ? 'it' : 'none'} beside the other fields`],
  )
}
