import { loadConfigFile, parseConfig } from '../config/load.js'
import { Config } from '../config/schema.js'
import { canonicalJson, sha256 } from '../core/canonical.js'
import { configFiles } from '../core/config-files.js'
import { ProvenanceError } from '../core/errors.js'
import { createChain, createTally, unchained } from '../core/ledger/chain.js'
import { type LedgerFinding, type LedgerLine, ledgerSchema } from '../core/ledger/schema.js'
import type { Severities } from '../core/policy/evaluate.js'
import { type RangeQuery, type ResolvedRange, resolveRange } from '../git/range.js'
import { ask, type UntrustedRepository, untrusted } from '../git/read-only.js'
import { countCommits, gitVersion, readBlob, repositoryFlags, walk } from '../git/walk.js'
import { type Judge, judgeBatch } from './judge-batch.js'

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
    severities: policy.severities,
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
