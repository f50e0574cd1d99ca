import { counted } from '../core/counted.js'
import { rankOf } from '../core/ledger/gravity.js'
import type { CommitCounts, Entry } from '../core/ledger/schema.js'
import { isApproved, type Summary } from '../core/ledger/summary.js'
import { hasAi, type NamedTool } from '../core/policy/tools-in.js'
import { approvalsKnown, approvedIn } from './entry-words.js'

/** What entries come to. */
export type Totals = {
  readonly counts: CommitCounts
  readonly review: Summary['review']
  readonly signatures: Readonly<Record<SignatureState, number>>
  /** False where the ledger was made without the names of any signers. */
  readonly signersGiven: boolean
  /** Contributions by how their prompts are hashed. */
  readonly hashes: Readonly<Record<'keyed' | 'plain', number>>
}

/** What a ledger knows of a commit's signature. */
export type SignatureState = NonNullable<Entry['signature']>['status'] | 'unsigned'

/** What makes a commit an exception of a control. */
export type Kind = {
  readonly words: string
  readonly holds: (entry: Entry, told: readonly NamedTool[]) => boolean
  /** Why one that would be an exception is none: such are counted, for nobody else would sample them. */
  readonly aside?: (entry: Entry) => string | null
  /** Whether what was found on the range as a whole is one, too. */
  readonly ofRange?: true
}

/** A requirement, what a ledger supports evidence for in it, and what it does not show. Never a claim of compliance. */
export type Control = {
  readonly id: string
  readonly topic: string
  readonly supports: string
  readonly notShown: string
  readonly counts: (totals: Totals) => string
  readonly kind: Kind
}

const asideOf = ({ preAdoption, bot, parents }: Entry): string | null => {
  if (preAdoption) return 'before adoption'
  if (bot) return 'by bots that are no AI'
  return parents.length > 1 ? 'merges' : null
}
const isSilent = ({ class: evidence }: Entry): boolean => evidence === 'unknown'
const isDoubtful = ({ class: evidence, binding }: Entry): boolean => evidence === 'contradicted' || binding === 'stale'
/** What became of a commit's signature. */
export const signatureOf = ({ signature }: Entry): SignatureState => signature?.status ?? 'unsigned'
/** What a commit's prompts are hashed with. */
export const hashesOf = ({ record }: Entry): readonly ('keyed' | 'plain')[] =>
  record.flatMap(({ promptHash }) => {
    if (promptHash?.startsWith('hmac-sha256:')) return ['keyed']
    return promptHash?.startsWith('sha256:') ? ['plain'] : []
  })

const unsigned: Kind = {
  words: 'without a signature, or with one that was checked and is not good',
  holds: (entry) => !['good', 'not-checked'].includes(signatureOf(entry)),
  aside: (entry) => (signatureOf(entry) === 'not-checked' ? 'signed and not checked' : null),
}
const unaccounted: Kind = {
  words: 'without record or mark, or with a record that does not hold',
  holds: (entry) => isDoubtful(entry) || (isSilent(entry) && asideOf(entry) === null),
  aside: (entry) => (isSilent(entry) ? asideOf(entry) : null),
}
const guessable: Kind = {
  words: `with an unkeyed hash of prompts, ${unaccounted.words}`,
  holds: (entry, told) => hashesOf(entry).includes('plain') || unaccounted.holds(entry, told),
  aside: (entry) => unaccounted.aside?.(entry) ?? null,
}
const unnamed: Kind = {
  words: 'with an AI whose tool or model is not named',
  holds: (_, told) => told.some(({ tool, model }) => tool === 'unknown' || model === 'unknown'),
}
const faulty: Kind = {
  words: 'with an error, or found on the range as a whole',
  holds: ({ findings }) => findings.some(({ severity }) => severity === 'error'),
  ofRange: true,
}
const doubtful: Kind = { words: 'contradicted, or with a record of another change', holds: isDoubtful }
const unreviewed: Kind = {
  words: 'with AI and without an approval by somebody who had no part in it, or with a record that does not hold',
  holds: (entry) => isDoubtful(entry) || (hasAi(entry) && !isApproved(entry) && asideOf(entry) === null),
  aside: (entry) => (hasAi(entry) && !isApproved(entry) ? asideOf(entry) : null),
}
const altered: Kind = {
  words: 'contradicted, with a record of another change, or of broken integrity',
  holds: (entry) => isDoubtful(entry) || entry.findings.some((finding) => rankOf(finding) === 0),
  ofRange: true,
}

const population = ({ counts: { total, merges } }: Totals) => `${counted(total, 'commit')}, ${merges} of them merges`
const evidence = ({ counts: { attested, recorded, none, marked, contradicted, unknown } }: Totals) =>
  `${attested + recorded} with a record, ${none} recorded without AI, ${marked} with marks only, ${contradicted} contradicted, ${unknown} with nothing`
const failed = ['bad', 'untrusted', 'expired', 'unsupported'] as const
const signed = ({ signatures, signersGiven, counts: { total } }: Totals) =>
  [
    `${signatures.good} of ${total} signed by a key given from outside${signersGiven ? '' : ' (no signers were given)'}`,
    `${signatures['not-checked']} signed and not checked`,
    ...failed.filter((state) => signatures[state] > 0).map((state) => `${signatures[state]} signed and ${state}`),
    `${signatures.unsigned} unsigned`,
  ].join(', ')
const approvals = ({ review }: Totals) =>
  `${approvedIn(review)} of ${counted(review.withAi, 'commit')} with AI approved by somebody who had no part in them (${approvalsKnown(review)})`
const accounted = (totals: Totals) => `${evidence(totals)}; ${approvals(totals)}`
const withAi = ({ review, counts: { total } }: Totals) =>
  `${review.withAi} of ${counted(total, 'commit')} with the name of an AI tool or its marks`
const withPrompts = (totals: Totals) =>
  `${withAi(totals)}; prompts hashed with a key in ${counted(totals.hashes.keyed, 'contribution')}, without one, so that short prompts can be guessed, in ${totals.hashes.plain}`

/** The requirements a ledger is asked about, by the texts' own numbers (AICPA TSC 2017, 45 CFR 164.312, PCI DSS 4.0.1, GDPR, Regulation (EU) 2024/1689, ISO/IEC 27001:2022). */
export const controls: readonly Control[] = [
  {
    id: 'SOC 2 CC6.1',
    topic: 'Logical access',
    counts: signed,
    kind: unsigned,
    supports: 'which identities made each change, and where a key that was trusted from outside signed it',
    notShown: 'how access was granted, or that an unsigned name is the person’s',
  },
  {
    id: 'SOC 2 CC8.1',
    topic: 'Change management',
    counts: accounted,
    kind: unaccounted,
    supports:
      'that every change of the range is listed, with the AI tool, model and human edits its commit records, and who else approved it',
    notShown: 'that a change was authorised or tested, or approved where nobody wrote it down',
  },
  {
    id: 'SOC 2 CC9.2',
    topic: 'Vendors',
    counts: withAi,
    kind: unnamed,
    supports: 'which vendors’ AI tools and models took part',
    notShown: 'the assessment of a vendor, or use that left no record and no mark',
  },
  {
    id: 'SOC 2 PI1',
    topic: 'Processing integrity',
    counts: population,
    kind: faulty,
    supports: 'that the population is complete and each line is chained to the one before',
    notShown: 'that what the changed program computes is right',
  },
  {
    id: 'HIPAA 164.312(b)',
    topic: 'Audit controls',
    counts: population,
    kind: faulty,
    supports: 'a record of activity in the development of a system, that can be examined again',
    notShown: 'activity in the running system that holds the health information',
  },
  {
    id: 'HIPAA 164.312(c)(1)',
    topic: 'Integrity',
    counts: evidence,
    kind: altered,
    supports: 'that records belong to the changes they are on, and objects have the bytes their names stand for',
    notShown: 'the integrity of health information itself',
  },
  {
    id: 'HIPAA 164.312(d)',
    topic: 'Authentication',
    counts: signed,
    kind: unsigned,
    supports: 'where a signature ties a commit to a key that was given from outside',
    notShown: 'how the holder of the key was verified',
  },
  {
    id: 'SOX ITGC',
    topic: 'Change management',
    counts: accounted,
    kind: unaccounted,
    supports:
      'the population of program changes of the period, from which an auditor can sample, and approvals by others',
    notShown: 'testing, or approval and segregation of duties where nobody wrote them down',
  },
  {
    id: 'PCI DSS 6.2.3',
    topic: 'Review of custom code',
    counts: approvals,
    kind: unreviewed,
    supports: 'which changes had AI in them, and who approved them, so that their review can be sampled',
    notShown:
      'that a review looked for vulnerabilities, or came before release; reviews of code without AI, but where a rule asks for them',
  },
  {
    id: 'PCI DSS 6.5.1',
    topic: 'Change control',
    counts: accounted,
    kind: unaccounted,
    supports: 'an account of every change to bespoke software in the range, and approvals by others',
    notShown:
      'security impact, approval where nobody wrote it down, testing, and procedures to return to a secure state',
  },
  {
    id: 'GDPR 5(2)',
    topic: 'Accountability',
    counts: withPrompts,
    kind: guessable,
    supports: 'being able to show which AI tools took part in development, and how their prompts are hashed',
    notShown: 'what personal data a prompt held',
  },
  {
    id: 'GDPR 32',
    topic: 'Security of processing',
    counts: population,
    kind: faulty,
    supports: 'the integrity of the development history',
    notShown: 'the security of the processing itself',
  },
  {
    id: 'EU AI Act 12',
    topic: 'Record-keeping',
    counts: withAi,
    kind: doubtful,
    supports: 'records of the AI tools used in development',
    notShown: 'the logs of a high-risk AI system in operation, which the article is about',
  },
  {
    id: 'ISO 27001 A.8.32',
    topic: 'Change management',
    counts: accounted,
    kind: unaccounted,
    supports: 'that changes are subject to an account that can be done again, with approvals by others',
    notShown: 'planning and testing of changes, or approval where nobody wrote it down',
  },
]
