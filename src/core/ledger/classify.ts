import type { Fault } from '../fault.js'
import type { Mark } from '../marks/mark.js'
import { identifyModel, isSameModel } from '../marks/models.js'
import type { CommitRecord } from '../record/record.js'
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
  const against = [...disagreements(record, marks).map(({ fault }) => fault), ...denials(record, marks)]
  const contradictions = [
    ...reading.faults.filter(({ code }) => code !== 'field-missing'),
    ...(record.none === null ? against : against.slice(0, 1)),
  ]
  if (contradictions.length > 0) return { class: 'contradicted', contradictions }
  return { class: record.none === null ? 'recorded' : 'none', contradictions }
}

/** `Assisted-by: none` and its like, where git reads them, beside a record that names a tool. In the body it speaks of a part that was squashed. */
const denials = ({ none }: CommitRecord, marks: readonly Mark[]): readonly Fault[] =>
  none === null
    ? marks
        .filter(({ ai, where }) => !ai && where === 'trailers')
        .map(({ raw }) => ({ code: 'agent-but-none', args: { mark: raw } }))
    : []

type Disagreement = { readonly mark: Mark; readonly fault: Fault }

/** The marks that speak against what a record says of tools and models. */
export const disagreements = (
  record: Pick<CommitRecord, 'contributions' | 'none'>,
  marks: readonly Mark[],
): readonly Disagreement[] => {
  const positive = marks.filter((mark) => mark.ai && firm.has(mark.kind))
  if (record.none !== null)
    return positive.map((mark) => ({ mark, fault: { code: 'none-but-agent', args: { mark: mark.raw } } }))
  // What is left of a record names no tool that a mark could differ from.
  if (record.contributions.length === 0) return []
  const parts = record.contributions.map(({ tool, model }) => ({ tool, model: identifyModel(model) }))
  return positive.filter(isForeign).flatMap((mark): readonly Disagreement[] => {
    // A mark speaks of the tool that it names, and of its model alone.
    const spoken = mark.tool === null ? parts : parts.filter(({ tool }) => isOrBegins(mark.tool, tool))
    if (spoken.length === 0)
      return [{ mark, fault: { code: 'tool-differs', args: { mark: mark.raw, tool: mark.tool ?? '' } } }]
    const said = mark.model === null ? null : identifyModel(mark.model)
    const differs = said !== null && spoken.every(({ model }) => model !== null && !isSameModel(model, said))
    const args = { mark: mark.raw, model: mark.model ?? '' }
    return differs ? [{ mark, fault: { code: 'model-differs', args } }] : []
  })
}

/** A record that a squash left in the body adds to the one that was kept (squash-kept-records), and says nothing against it. */
const isForeign = ({ raw, where }: Mark): boolean => where !== 'body' || !/^ai-(?:tool|model)\s?:/i.test(raw)

/** `claude` in a sentence is said of `claude-code` too; the reverse is another tool. */
const isOrBegins = (less: string | null, more: string): boolean => less === more || more.startsWith(`${less}-`)
