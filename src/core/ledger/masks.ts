import type { LedgerLine } from './schema.js'

/** What a ledger was made with, and may not be at hand when it is checked. */
export type Needed = 'policy' | 'signers' | 'approvals'

/** The part of a line that is compared with what history gives now. */
export type Mask = (line: LedgerLine) => Readonly<Record<string, unknown>>

/**
 * Keeps what history and policy decide, and not the words of the question, what the clone was like, or the programs' versions.
 * What depends on something that is not at hand is left out, and nothing else: a known policy is held against the ledger
 * whether the signers are known or not.
 */
export const maskFor = (needed: readonly Needed[]): Mask => {
  const without = (what: Needed) => needed.includes(what)
  return (line) => {
    const kept = { ...line, prev: null }
    if (line.type === 'header') return { ...kept, ...headerOf(line, without) }
    if (line.type === 'footer') return { ...kept, ...footerOf(line, needed, without) }
    return {
      ...kept,
      findings: findingsOf(needed, line.findings, ({ code }) => code),
      ...(needed.length === 0 ? {} : { reviews: null }),
      ...(without('policy') ? { preAdoption: null } : {}),
      ...(without('signers')
        ? { signature: null, known: null, class: line.class === 'attested' ? 'recorded' : line.class }
        : {}),
    }
  }
}

type Without = (what: Needed) => boolean
type Line<Type extends LedgerLine['type']> = Extract<LedgerLine, { type: Type }>

const headerOf = (line: Line<'header'>, without: Without) => {
  const { query: _, ...range } = line.range
  const { query: __, ...pullRequest } = line.pullRequest ?? { query: '' }
  const { approvals, ...policy } = line.policy
  return {
    range,
    pullRequest,
    flags: null,
    git: null,
    tool: null,
    policy: without('policy') ? null : { ...policy, source: null },
    approvals: without('approvals') ? null : (approvals ?? null),
    ...(without('policy') ? { adoption: null, adoptionAfter: null, adoptionCommit: null } : {}),
    ...(without('signers') ? { trust: null } : {}),
  }
}

const footerOf = (line: Line<'footer'>, needed: readonly Needed[], without: Without) => {
  const { attested, recorded, ...counts } = line.counts
  return {
    // It follows from the entries, and ledgers made before it have none.
    sinceAdoption: null,
    findings: findingsOf(needed, Object.entries(line.findings), ([code]) => code),
    counts: {
      ...counts,
      ...(without('signers') ? { recorded: attested + recorded } : { attested, recorded }),
      ...(without('policy') ? { preAdoption: null } : {}),
    },
    ...(needed.length === 0 ? {} : { verdict: null }),
  }
}

/** Findings that say what signers or approvals say; a waiver that has ended is told of only beside what it would waive. */
const hanging = /^(?:signature-|review-|waiver-|tests-independent$)/

const findingsOf = <Finding>(
  needed: readonly Needed[],
  findings: readonly Finding[],
  codeOf: (finding: Finding) => string,
): readonly Finding[] | null => {
  if (needed.includes('policy')) return null
  return needed.length === 0 ? findings : findings.filter((one) => !hanging.test(codeOf(one)))
}
