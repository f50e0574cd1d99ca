import { type Commit, parseCommit } from '../core/commit.js'
import type { Identity } from '../core/identity.js'
import { unchained } from '../core/ledger/chain.js'
import { classify } from '../core/ledger/classify.js'
import type { Entry, LedgerFinding } from '../core/ledger/schema.js'
import type { Mark } from '../core/marks/mark.js'
import { isBot, readMarks } from '../core/marks/read-marks.js'
import { evaluate, type Severities } from '../core/policy/evaluate.js'
import type { CommitFacts } from '../core/policy/rule.js'
import type { Contribution, HumanEdited } from '../core/record.js'
import { looseRecordTrailers, parseTrailers } from '../core/trailer/parse.js'
import { readRecord } from '../core/trailer/read.js'
import type { UntrustedRepository } from '../git/read-only.js'
import { patchIds, type RawCommit } from '../git/walk.js'

/** What every commit of a range is judged by. */
export type Judge = {
  readonly repository: UntrustedRepository
  readonly severities: Severities
  readonly boundary: ReadonlySet<string>
  readonly beforeAdoption: ReadonlySet<string>
}

/** A batch of commits as ledger entries, not chained yet; bindings come from one pipeline for the whole batch. */
export const judgeBatch = async (judge: Judge, batch: readonly RawCommit[]): Promise<readonly Entry[]> => {
  const read = batch.map((raw) => (raw.bytes === null ? null : readOne(parseCommit(raw.oid, raw.bytes))))
  const changed = read.flatMap((one) =>
    one?.reading.record?.change == null ? [] : [{ oid: one.commit.oid, parent: one.commit.parents[0] ?? null }],
  )
  const bindings = changed.length === 0 ? null : await patchIds(judge.repository, changed)
  return batch.map((raw, index) => {
    const one = read[index]
    return one == null ? missingEntry(raw.oid) : entryOf(judge, { raw, ...one, ids: bindings?.ids ?? new Map() })
  })
}

const readOne = (commit: Commit) => {
  const trailers = parseTrailers(commit.message)
  return { commit, reading: readRecord(trailers), marks: readMarks(commit, trailers) }
}

type ReadCommit = ReturnType<typeof readOne> & { readonly raw: RawCommit; readonly ids: ReadonlyMap<string, string> }

const entryOf = (judge: Judge, { raw, commit, reading, marks, ids }: ReadCommit): Entry => {
  const { class: evidence, contradictions } = classify(reading, marks)
  const change = reading.record?.change ?? null
  const id = ids.get(commit.oid)
  const binding = change === null ? 'unbound' : id === undefined ? 'unknown' : id === change ? 'bound' : 'stale'
  const facts: CommitFacts = {
    ...{ commit, reading, marks, contradictions, binding },
    class: evidence,
    bot: isBot(commit.author),
    preAdoption: judge.beforeAdoption.has(commit.oid),
  }
  // Keys in canonical order, on every level: the chain writes entries as they are.
  return {
    author: identityEntry(commit.author),
    binding,
    bot: facts.bot,
    change,
    class: evidence,
    committer: identityEntry(commit.committer),
    findings: [...integrityOf(judge, raw, commit), ...unreadBinding(binding), ...evaluate(facts, judge.severities)].map(
      findingEntry,
    ),
    known: knownFor(binding, reading.record !== null),
    marks: marks.map(markEntry),
    none: reading.record?.none?.basis ?? null,
    oid: commit.oid,
    parents: [...commit.parents],
    preAdoption: facts.preAdoption,
    prev: unchained,
    record: (reading.record?.contributions ?? []).map(contributionEntry),
    subject: subjectOf(commit.message),
    tree: commit.tree,
    type: 'commit',
  }
}

/** The first line that is not blank, at most 200 characters of it. */
const subjectOf = (message: string): string => {
  const start = message.search(/\S/)
  const end = message.indexOf('\n', start)
  return start < 0 ? '' : message.slice(start, Math.min(end < 0 ? message.length : end, start + 200)).toWellFormed()
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
  promptHash,
  prompts,
  tool,
  toolVersion,
}: Contribution): Entry['record'][number] => ({
  humanEdited: humanEdited === null ? null : editedEntry(humanEdited),
  ...{ model, promptHash, prompts, tool, toolVersion },
})

const editedEntry = ({ basis, dropped, edited, kept, method, ratio }: HumanEdited) => ({
  basis,
  dropped,
  edited,
  kept,
  method,
  ratio,
})

const findingEntry = ({ args, code, severity }: LedgerFinding): LedgerFinding => ({
  ...(args === undefined
    ? {}
    : {
        args: Object.fromEntries(
          Object.entries(args)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value]),
        ),
      }),
  ...{ code, severity },
})

/** Nothing in a record is more than its writer's word; what we computed anew is named so. */
const knownFor = (binding: Entry['binding'], hasRecord: boolean): Entry['known'] => ({
  author: 'declared',
  ...(binding === 'bound' || binding === 'stale' ? { binding: 'recomputed' as const } : {}),
  committer: 'declared',
  marks: 'declared',
  oid: 'recomputed',
  ...(hasRecord ? { record: 'declared' as const } : {}),
})

const unreadBinding = (binding: Entry['binding']): readonly LedgerFinding[] =>
  binding === 'unknown'
    ? [{ code: 'missing-object', severity: 'error', args: { what: 'what the change is made of' } }]
    : []

const integrityOf = (judge: Judge, raw: RawCommit, commit: Commit): readonly LedgerFinding[] => [
  ...(raw.intact ? [] : [{ code: 'hash-mismatch', severity: 'error' as const }]),
  ...(judge.boundary.has(raw.oid) ? [{ code: 'shallow', severity: 'error' as const }] : []),
  ...commit.faults.map(({ code, args }) => ({
    code,
    severity: 'warn' as const,
    ...(Object.keys(args).length === 0 ? {} : { args: { ...args } }),
  })),
  ...looseRecordTrailers(commit.message)
    .slice(0, 10)
    .map(({ key, line }) => ({ code: 'trailer-outside-block', severity: 'warn' as const, args: { key, line } })),
]

const nobody = { date: 0, email: '', name: '', zone: '+0000' }

const missingEntry = (oid: string): Entry => ({
  ...{ author: nobody, binding: 'unknown', bot: false, change: null, class: 'unknown', committer: nobody },
  findings: [{ code: 'missing-object', severity: 'error' }],
  known: {},
  ...{
    marks: [],
    none: null,
    oid,
    parents: [],
    preAdoption: false,
    prev: unchained,
    record: [],
    subject: '',
    tree: '',
    type: 'commit',
  },
})
