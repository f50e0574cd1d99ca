import type { Fault } from '../fault.js'
import type { Mark } from '../marks/mark.js'
import { modelKey } from '../marks/models.js'
import type { Reading } from '../trailer/read.js'
import type { EvidenceClass } from './schema.js'

/** Marks by which a program says that it made (part of) the commit; a subject's wording is not one. */
const firm: ReadonlySet<Mark['kind']> = new Set([
  'author',
  'committer',
  'coauthor',
  'trailer',
  'session',
  'body',
  'note',
])

export type Judgement = {
  readonly class: Exclude<EvidenceClass, 'attested'>
  readonly contradictions: readonly Fault[]
}

/**
 * The evidence class of a commit from its record and its marks (spec, section 4). A record that cannot be taken as written,
 * or that marks speak against, is `contradicted`; silence is `unknown`, never human.
 */
export const classify = (reading: Reading, marks: readonly Mark[]): Judgement => {
  const { record } = reading
  if (record === null) return { class: marks.length > 0 ? 'marked' : 'unknown', contradictions: [] }
  const contradictions = [
    ...reading.faults.filter(({ code }) => code !== 'field-missing'),
    ...disagreements(reading, marks),
  ]
  if (contradictions.length > 0) return { class: 'contradicted', contradictions }
  return { class: record.none === null ? 'recorded' : 'none', contradictions }
}

const disagreements = ({ record }: Reading, marks: readonly Mark[]): readonly Fault[] => {
  if (record === null) return []
  const positive = marks.filter((mark) => mark.ai && firm.has(mark.kind))
  if (record.none !== null) {
    const [mark] = positive
    return mark === undefined ? [] : [{ code: 'none-but-agent', args: { mark: mark.raw } }]
  }
  const tools = record.contributions.map(({ tool }) => tool)
  const models = record.contributions.map(({ model }) => modelKey(model))
  return positive.filter(isForeign).flatMap((mark): readonly Fault[] => {
    if (mark.tool !== null && !tools.some((tool) => isOrBegins(mark.tool, tool)))
      return [{ code: 'tool-differs', args: { mark: mark.raw, tool: mark.tool } }]
    const key = mark.model === null ? null : modelKey(mark.model)
    const differs = key !== null && models.every((model) => model !== null && !sameModel(model, key))
    return differs ? [{ code: 'model-differs', args: { mark: mark.raw, model: mark.model ?? '' } }] : []
  })
}

/** A record that a squash left in the body adds to the one that was kept (squash-kept-records), and says nothing against it. */
const isForeign = ({ raw, where }: Mark): boolean => where !== 'body' || !/^ai-(?:tool|model)\s?:/i.test(raw)

/** `claude` in a sentence is said of `claude-code` too; the reverse is another tool. */
const isOrBegins = (less: string | null, more: string): boolean => less === more || more.startsWith(`${less}-`)

/** A family without a version (`claude-opus`) says less than a full name, and nothing against it. */
const sameModel = (one: string, other: string): boolean => {
  const [less, more] = one.length < other.length ? [one, other] : [other, one]
  return /\d/.test(less) ? less === more : isOrBegins(less, more)
}
