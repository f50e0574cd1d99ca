import { createHash } from 'node:crypto'
import { ProvenanceError } from '../../core/errors.js'
import { createChecker } from '../../core/ledger/check.js'
import type { Footer, Header, LedgerFinding } from '../../core/ledger/schema.js'
import { shellWord } from '../../core/shell-word.js'
import { isAncestor } from '../../git/ancestry.js'
import type { ResolvedRange } from '../../git/range.js'
import { ask, type UntrustedRepository } from '../../git/read-only.js'
import { repositoryFlags } from '../../git/repository-flags.js'
import { lineBytes } from './ledger-lines.js'
import type { Policy } from './policy-for.js'

/** The ledger that another one comes after: the SHA-256 of its bytes, where it ended, and its policy where that has a number. */
export type Previous = {
  readonly digest: string
  readonly to: string
  readonly policy?: NonNullable<Header['after']>['policy']
}

/** What a header says of the ledger before. */
export const afterOf = ({ digest, to, policy }: Previous): NonNullable<Header['after']> => ({
  digest,
  to,
  ...(policy === undefined ? {} : { policy }),
})

/** A whole ledger that was read: its digest, its first and its last line. */
export type ReadLedger = Previous & { readonly header: Header; readonly footer: Footer }

/** Reads and checks a ledger file, a line at a time. Throws FILE_UNREADABLE, and LEDGER_BROKEN for a chain that does not hold. */
export const readPrevious = async (file: string): Promise<ReadLedger> => {
  const hash = createHash('sha256')
  const checker = createChecker()
  let header: Header | null = null
  let footer: Footer | null = null
  for await (const piece of lineBytes(file, (bytes) => hash.update(bytes))) {
    const line = checker.add(piece)
    if (line?.type === 'header') header = line
    if (line?.type === 'footer') footer = line
  }
  const [first] = checker.end()
  if (header === null || footer === null || first !== undefined)
    throw new ProvenanceError(
      'LEDGER_BROKEN',
      `${file}:${first?.line ?? 1}: not a whole ledger: ${first?.what ?? 'expected a header, got none'}`,
      { hint: `provenance ledger check ${shellWord(file)}` },
    )
  const whole = { header: header as Header, footer: footer as Footer }
  const { policy, range } = whole.header
  const files = policy.files?.map((file) => file.digest)
  return {
    digest: hash.digest('hex'),
    to: range.to,
    ...whole,
    ...(policy.version === undefined
      ? {}
      : { policy: { digest: policy.digest, ...(files === undefined ? {} : { files }), version: policy.version } }),
  }
}

/** Refuses a policy that goes back behind the one of the ledger before, or changed without a new number. Throws POLICY_OLDER. */
export const refuseOlderPolicy = ({ policy: before }: Previous, policy: Policy): void => {
  if (before === undefined) return
  const { config, source } = policy
  const { policyVersion: version } = config
  const sinks = version === undefined || version < before.version
  if (!sinks && (version > before.version || isUnchanged(before, policy))) return
  const got =
    version === undefined ? 'a policy without a number' : `policyVersion ${version}${sinks ? '' : ' with other words'}`
  const least = sinks ? `policyVersion ${before.version} or more` : `more than ${before.version}, for it was changed`
  throw new ProvenanceError('POLICY_OLDER', `${source}: expected ${least}, as the ledger before saw it, got ${got}`)
}

/** The same words are the same policy: where a later version of this program has other defaults or presets, nobody changed it. */
const isUnchanged = (before: NonNullable<Previous['policy']>, { digest, files }: Policy): boolean =>
  digest === before.digest || (files.length > 0 && before.files?.join() === files.map((file) => file.digest).join())

/** Flag of a ledger whose range ends in several commits: another cannot go on from its end. */
export const severalEnds = 'several-ends'

/** A chain of releases goes from one end to the next. Throws AMBIGUOUS_REVISION for a range that has several. */
export const refuseSeveralEnds = ({ query, to, otherTo = [] }: ResolvedRange): void => {
  if (otherTo.length === 0) return
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `${JSON.stringify(query)}: expected a range with one end, for a ledger after another, got the ends ${[to, ...otherTo].join(' and ')}; make a ledger of each`,
    { hint: `git merge-base --independent ${[to, ...otherTo].join(' ')}` },
  )
}

/** Reads the ledger that a new one is to come after. Throws as readPrevious does, and AMBIGUOUS_REVISION for one of several ends. */
export const readBefore = async (file: string): Promise<Previous> => {
  const { header, ...previous } = await readPrevious(file)
  if (!header.flags.includes(severalEnds)) return { ...previous }
  const ends = header.range.revisions.filter((one) => !one.startsWith('^'))
  throw new ProvenanceError(
    'AMBIGUOUS_REVISION',
    `${file}: expected the ledger of a range with one end, to go on from, got one of ${JSON.stringify(header.range.query)}, which has several`,
    // Words of a file that anybody can have made.
    { hint: `git merge-base --independent ${ends.map(shellWord).join(' ')}` },
  )
}

/**
 * How a range continues the one of the ledger before it: `history-rolled-back` where it ends before that one did,
 * `history-rewritten` where that one's end is no part of this history any more, `ledger-gap` where commits that came since are
 * not in this one: before its start, or left out by a period, by `--first-parent`, or with what else was taken away.
 */
export const continuity = (
  repository: UntrustedRepository,
  { to: end }: Previous,
  range: ResolvedRange,
): readonly LedgerFinding[] => {
  const args = { expected: end, got: range.from ?? 'the beginning' }
  if (end === range.to) return []
  const kept = isAncestor(repository, end, range.to)
  const left = kept === true ? leftOut(repository, end, range) : 0
  if (
    (kept === null || left === null) &&
    repositoryFlags(repository).flags.some((flag) => flag === 'shallow' || flag === 'partial')
  )
    return [{ code: 'missing-object', severity: 'error', args: { what: `${end}, where the ledger before ended` } }]
  if (kept === true) return left === 0 ? [] : [{ code: 'ledger-gap', severity: 'warn', args: gapArgs(args, left) }]
  const back = kept === false && isAncestor(repository, range.to, end) === true
  return [
    { code: back ? 'history-rolled-back' : 'history-rewritten', severity: 'error', args: { ...args, got: range.to } },
  ]
}

const gapArgs = (args: Readonly<Record<string, string>>, commits: number | null) => ({
  ...args,
  ...(commits === null ? {} : { commits }),
})

/** How many commits since the end of the ledger before lead to the end of a range and are not in it; null where git cannot count them. */
const leftOut = (repository: UntrustedRepository, end: string, { to, options, revisions }: ResolvedRange) => {
  const count = (words: readonly string[]) => {
    const { status, stdout } = ask(repository, ['rev-list', '--count', ...words, `^${end}`, '--'])
    return status === 0 ? Number(stdout) : null
  }
  const [since, covered] = [count([to]), count([...options, ...revisions])]
  return since === null || covered === null ? null : Math.max(0, since - covered)
}
