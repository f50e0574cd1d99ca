import { loadConfigFile, parseConfig } from '../config/load.js'
import { Config } from '../config/schema.js'
import { canonicalJson, sha256 } from '../core/canonical.js'
import { type Commit, parseCommit } from '../core/commit.js'
import { configFiles } from '../core/config-files.js'
import { ProvenanceError } from '../core/errors.js'
import type { Identity } from '../core/identity.js'
import { createChain, createTally, unchained } from '../core/ledger/chain.js'
import { classify } from '../core/ledger/classify.js'
import { type Entry, type LedgerFinding, type LedgerLine, ledgerSchema } from '../core/ledger/schema.js'
import type { Mark } from '../core/marks/mark.js'
import { isBot, readMarks } from '../core/marks/read-marks.js'
import { evaluate, type Severities } from '../core/policy/evaluate.js'
import type { CommitFacts } from '../core/policy/rule.js'
import type { Contribution, HumanEdited } from '../core/record.js'
import { looseRecordTrailers, parseTrailers } from '../core/trailer/parse.js'
import { readRecord } from '../core/trailer/read.js'
import { type RangeQuery, type ResolvedRange, resolveRange } from '../git/range.js'
import { ask, type UntrustedRepository, untrusted } from '../git/read-only.js'
import { countCommits, gitVersion, patchIds, type RawCommit, readBlob, repositoryFlags, walk } from '../git/walk.js'

export type VerifyOptions = RangeQuery & {
  readonly repository: string
  readonly policyFile: string | null
  readonly toolVersion: string
}

/** One line of the ledger, as an object and as the bytes that are written. */
export type Written = { readonly line: LedgerLine; readonly text: string }

/** What a range came to, when every line is out. */
export type Outcome = { readonly exitCode: 0 | 1 | 3 | 4; readonly verdict: 'pass' | 'fail' | 'incomplete' }

type Policy = {
  readonly source: string
  readonly config: Config
  readonly digest: string
  readonly severities: Severities
}

type Judge = {
  readonly repository: UntrustedRepository
  readonly policy: Policy
  readonly boundary: ReadonlySet<string>
  readonly beforeAdoption: ReadonlySet<string>
}

/**
 * Walks a range and yields its ledger line by line: header, an entry for every commit of the population, oldest first,
 * footer. Returns the outcome. Runs nothing from the repository; holds one batch of commits at a time.
 * Throws NOT_A_REPOSITORY, UNKNOWN_REVISION, CONFIG_INVALID.
 */
export async function* verifyRange(options: VerifyOptions): AsyncGenerator<readonly Written[], Outcome> {
  const repository = untrusted(options.repository)
  const range = resolveRange(repository, options)
  const policy = await policyFor(repository, range, options.policyFile)
  const { flags, boundary } = repositoryFlags(repository)
  const chain = createChain()
  const write = (line: LedgerLine): Written => ({ text: chain.add(line), line })
  const commits = walk(repository, range)
  // Both walks start at once: the header, which comes first, needs the count.
  const [expected, firstStep] = await Promise.all([countCommits(repository, range), commits.next()])
  yield [write(headerOf({ repository, range, policy, flags, expected, toolVersion: options.toolVersion }))]
  const judge: Judge = {
    repository,
    policy,
    boundary,
    beforeAdoption: beforeAdoption(repository, policy.config.adoption ?? null),
  }
  const tally = createTally()
  const found = new Map<string, number>()
  const severe = { integrity: flags.some((flag) => flag === 'hash-mismatch'), incomplete: false, error: false }
  for (let step = firstStep; ; step = await commits.next()) {
    if (step.done === true) {
      severe.incomplete ||= !step.value
      break
    }
    const entries = await judgeBatch(judge, step.value)
    for (const entry of entries) {
      tally.add(entry)
      for (const finding of entry.findings) weigh(finding, found, severe)
    }
    yield entries.map(write)
  }
  severe.incomplete ||= tally.counts().total !== expected
  const exitCode = severe.integrity ? 3 : severe.incomplete ? 4 : severe.error ? 1 : 0
  const verdict = exitCode === 0 ? 'pass' : severe.incomplete && !severe.integrity ? 'incomplete' : 'fail'
  yield [
    write({
      type: 'footer',
      counts: { ...tally.counts() },
      findings: Object.fromEntries(found),
      verdict,
      prev: unchained,
    }),
  ]
  return { exitCode, verdict }
}

/** Faults by which history is not what it claims to be, and those by which it is not all there. */
const integrityFaults = new Set(['hash-mismatch'])
const incompleteFaults = new Set(['shallow', 'missing-object'])

const weigh = (
  finding: LedgerFinding,
  found: Map<string, number>,
  severe: { integrity: boolean; incomplete: boolean; error: boolean },
): void => {
  found.set(finding.code, (found.get(finding.code) ?? 0) + 1)
  if (integrityFaults.has(finding.code)) severe.integrity = true
  else if (incompleteFaults.has(finding.code)) severe.incomplete = true
  else if (finding.severity === 'error') severe.error = true
}

/** The policy: the named file, else the one in the range's base commit, else what is built in. Never the work tree's, never the head's. */
const policyFor = async (
  repository: UntrustedRepository,
  range: ResolvedRange,
  file: string | null,
): Promise<Policy> => {
  const made = (source: string, config: Config): Policy => ({
    ...{ source, config },
    digest: sha256(canonicalJson(JSON.parse(JSON.stringify(config)))),
    severities: Object.fromEntries(
      Object.entries(config.rules).map(([id, rule]) => [id, Array.isArray(rule) ? rule[0] : rule]),
    ),
  })
  if (file !== null) return made(`file ${file.split(/[\\/]/).at(-1)}`, await loadConfigFile(file))
  for (const name of range.from === null ? [] : configFiles) {
    const text = readBlob(repository, range.from ?? '', name)
    if (text === null) continue
    if (name !== 'package.json') return made(`${range.from}:${name}`, parseConfig(name, text))
    const own = packageConfig(text)
    if (own !== null) return made(`${range.from}:${name}`, parseConfig('package.json', JSON.stringify(own)))
  }
  return made('built-in', Config.parse({}))
}

const packageConfig = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { provenance?: unknown } | null)?.provenance ?? null
  } catch {
    return null
  }
}

type HeaderInput = {
  readonly repository: UntrustedRepository
  readonly range: ResolvedRange
  readonly policy: Policy
  readonly flags: readonly string[]
  readonly expected: number
  readonly toolVersion: string
}

const headerOf = ({ repository, range, policy, flags, expected, toolVersion }: HeaderInput) => {
  const quoted = [...range.options, ...range.revisions].map((word) =>
    /^[\w.^=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
  )
  const command = `GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null git -c core.commitGraph=false rev-list --topo-order --reverse ${quoted.join(' ')} --`
  return {
    type: 'header' as const,
    schema: ledgerSchema as typeof ledgerSchema,
    range: { query: range.query, from: range.from, to: range.to, revisions: [...range.revisions] },
    population: {
      command,
      count: expected,
      recompute: [
        `${command} | sha256sum`,
        `jq -r 'select(.type=="commit").oid' LEDGER | sha256sum`,
        `head -n 1 LEDGER | tr -d '\\n' | sha256sum`,
        `sed -n 2p LEDGER | jq -r .prev`,
      ],
    },
    flags: [...flags],
    policy: { source: policy.source, digest: policy.digest },
    adoption: policy.config.adoption ?? null,
    git: gitVersion(repository),
    tool: `commit-provenance/${toolVersion}`,
  }
}

/** Commits before the policy's adoption commit. Throws CONFIG_INVALID where it names none. */
const beforeAdoption = (repository: UntrustedRepository, adoption: string | null): ReadonlySet<string> => {
  if (adoption === null) return new Set()
  const { status, stdout } = ask(repository, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${adoption}^{commit}`,
  ])
  if (status !== 0)
    throw new ProvenanceError('CONFIG_INVALID', `adoption: expected a commit or tag, got ${JSON.stringify(adoption)}`)
  const oid = stdout.trim()
  const before = ask(repository, ['rev-list', oid, '--']).stdout.split('\n')
  return new Set(before.filter((one) => one !== '' && one !== oid))
}

const judgeBatch = async (judge: Judge, batch: readonly RawCommit[]): Promise<readonly Entry[]> => {
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
    findings: [
      ...integrityOf(judge, raw, commit),
      ...unreadBinding(binding),
      ...evaluate(facts, judge.policy.severities),
    ].map(findingEntry),
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
