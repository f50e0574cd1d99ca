import type { Identity } from '../commit/identity.js'
import { subjectOf } from '../commit/subject.js'
import type { Mark } from '../marks/mark.js'
import type { CommitFacts } from '../policy/rule.js'
import type { CommitRecord, Contribution, HumanEdited, Parameters } from '../record/record.js'
import type { Review } from '../review/review.js'
import type { SignatureVerdict } from '../signature/commit-signature.js'
import { unchained } from './chain.js'
import type { Entry, LedgerFinding } from './schema.js'

/** The ledger's entry for a judged commit, its keys in canonical order on every level, so that it can be written as it is. */
export const entryOf = (facts: CommitFacts, findings: readonly LedgerFinding[]): Entry => {
  const { commit, reading, binding } = facts
  return {
    author: identityEntry(commit.author),
    binding,
    bot: facts.bot,
    change: reading.record?.change ?? null,
    class: facts.class,
    committer: identityEntry(commit.committer),
    findings: findings.map(findingEntry),
    known: knownFor(facts),
    marks: facts.marks.map(markEntry),
    none: reading.record?.none?.basis ?? null,
    oid: commit.oid,
    ...recordParameters(reading.record),
    parents: [...commit.parents],
    preAdoption: facts.preAdoption,
    prev: unchained,
    record: (reading.record?.contributions ?? []).map(contributionEntry),
    reviews: facts.reviews.map(reviewEntry),
    signature: signatureEntry(facts.signature),
    subject: subjectOf(commit.message),
    tree: commit.tree,
    type: 'commit',
  }
}

const identityEntry = ({ name, email, date, zone }: Identity): Entry['author'] => ({
  date,
  email: email.toWellFormed(),
  name: name.toWellFormed(),
  zone,
})

const markEntry = ({ ai, kind, model, raw, tool, where }: Mark): Entry['marks'][number] => ({
  ai,
  kind,
  model: model?.toWellFormed() ?? null,
  raw: raw.toWellFormed(),
  tool,
  where,
})

const contributionEntry = ({
  humanEdited,
  model,
  parameters,
  promptHash,
  prompts,
  tool,
  toolVersion,
}: Contribution): Entry['record'][number] => ({
  humanEdited: humanEdited === null ? null : editedEntry(humanEdited),
  model,
  ...(parameters === undefined ? {} : { parameters: sortedParameters(parameters) }),
  promptHash,
  prompts,
  tool,
  toolVersion,
})

const recordParameters = (record: CommitRecord | null): Pick<Entry, 'parameters'> => {
  const [change, none] = [record?.changeParameters, record?.none?.parameters]
  if (change === undefined && none === undefined) return {}
  return { parameters: sortedParameters({ ...(change && { change }), ...(none && { none }) }) }
}

/** In canonical order: names of parameters are ASCII. */
const sortedParameters = <Field extends string>(fields: Readonly<Partial<Record<Field, Parameters | undefined>>>) =>
  Object.fromEntries(
    Object.entries<Parameters | undefined>(fields)
      .sort(byKey)
      .map(([field, of]) => [field, Object.fromEntries(Object.entries(of ?? {}).sort(byKey))]),
  ) as Record<Field, Record<string, string>>

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number => (one < other ? -1 : 1)

const editedEntry = ({ basis, dropped, edited, kept, method, ratio }: HumanEdited) => ({
  basis,
  dropped,
  edited,
  kept,
  method,
  ratio,
})

const signatureEntry = (verdict: SignatureVerdict | null): Entry['signature'] =>
  verdict === null ? null : { key: verdict.key, kind: verdict.kind, signer: verdict.signer, status: verdict.status }

const findingEntry = ({ args, code, path, severity, waiver }: LedgerFinding): LedgerFinding => ({
  ...(args === undefined
    ? {}
    : {
        args: Object.fromEntries(
          Object.entries(args)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value]),
        ),
      }),
  code,
  ...(path === undefined ? {} : { path: path.toWellFormed() }),
  severity,
  ...(waiver === undefined ? {} : { waiver: waiverEntry(waiver) }),
})

const reviewEntry = ({ how, key, known, on, reviewer, statement }: Review): Entry['reviews'][number] => ({
  how,
  key,
  known,
  on,
  reviewer: `${reviewer.name} <${reviewer.email}>`.toWellFormed(),
  statement,
})

const waiverEntry = ({ approver, expires, reason, severity }: NonNullable<LedgerFinding['waiver']>) => ({
  approver: approver.toWellFormed(),
  expires,
  reason: reason.toWellFormed(),
  severity,
})

type Looked = { readonly binding: boolean; readonly record: boolean; readonly signature: boolean }

/** Nothing in a record is more than its writer's word; what we computed anew is named so. */
const knownOf = ({ binding, record, signature }: Looked): Entry['known'] => ({
  author: 'declared',
  ...(binding ? { binding: 'recomputed' as const } : {}),
  committer: 'declared',
  marks: 'declared',
  oid: 'recomputed',
  ...(record ? { record: 'declared' as const } : {}),
  ...(signature ? { signature: 'recomputed' as const } : {}),
})

/** Most entries have one of these; they are made once. */
const known = {
  silent: knownOf({ binding: false, record: false, signature: false }),
  recorded: knownOf({ binding: false, record: true, signature: false }),
  computed: knownOf({ binding: true, record: true, signature: false }),
} as const

const knownFor = ({ binding: found, reading, signature }: CommitFacts): Entry['known'] => {
  const record = reading.record !== null
  const binding = found === 'bound' || found === 'stale'
  if (signature !== null && signature.status !== 'not-checked') return knownOf({ binding, record, signature: true })
  if (!record) return known.silent
  return binding ? known.computed : known.recorded
}

const nobody = { date: 0, email: '', name: '', zone: '+0000' }

/** The entry of a commit that is not there, or is too large to be read. */
export const missingEntry = (oid: string, tooLarge = false): Entry => ({
  author: nobody,
  binding: 'unknown',
  bot: false,
  change: null,
  class: 'unknown',
  committer: nobody,
  findings: [{ code: tooLarge ? 'commit-too-large' : 'missing-object', severity: 'error' }],
  known: {},
  marks: [],
  none: null,
  oid,
  parents: [],
  preAdoption: false,
  prev: unchained,
  record: [],
  reviews: [],
  signature: null,
  subject: '',
  tree: '',
  type: 'commit',
})
