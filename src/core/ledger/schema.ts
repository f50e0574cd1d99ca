import * as z from 'zod'
import { fullOid } from '../oid.js'
import { Contribution, count, Mark, parameters } from './evidence-schema.js'

/** The id of this form of ledger; readers switch on it. */
export const ledgerSchema = 'commit-provenance/ledger/1'

export const evidenceClasses = ['attested', 'recorded', 'marked', 'none', 'unknown', 'contradicted'] as const
export type EvidenceClass = (typeof evidenceClasses)[number]

const oid = z.string().regex(fullOid).meta({ description: 'Full object name, SHA-1 or SHA-256.' })
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'Lower-case hex SHA-256.' })
const finding = z.strictObject({
  code: z.string().meta({ description: 'Id of the rule, or a named integrity fault.' }),
  severity: z.enum(['error', 'warn']),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  path: z.string().optional().meta({ description: 'The file it was found in, where it is one.' }),
  waiver: z
    .strictObject({
      approver: z.string(),
      expires: z.string(),
      reason: z.string(),
      severity: z.enum(['error', 'warn']),
    })
    .optional()
    .meta({ description: 'Who decided that the rule does not hold here, why and until when; and how grave it was.' }),
})
const identity = z.strictObject({ name: z.string(), email: z.string(), date: z.int(), zone: z.string() })

export const Header = z
  .strictObject({
    type: z.literal('header'),
    schema: z.literal(ledgerSchema),
    range: z.strictObject({ query: z.string(), from: oid.nullable(), to: oid, revisions: z.array(z.string()) }),
    population: z.strictObject({
      command: z.string().meta({ description: 'Lists the population with git alone.' }),
      count,
      excluded: z.strictObject({ 'first-parent': count.optional(), period: count.optional() }).optional().meta({
        description:
          'How many commits that the revisions alone would take in are left out, by reason: what merges brought in, and then what lies outside of the period.',
      }),
      recompute: z.array(z.string()).meta({ description: 'Plain commands that rebuild population and chain.' }),
    }),
    flags: z.array(z.string()).meta({
      description:
        'What can make history look other than it is: shallow, grafts, replace-refs, partial; and what is not one thing in the range: period-by-committer-date, first-parent, several-ends, several-bases; adoption-not-in-base, where the tag of the adoption counted for nothing.',
    }),
    policy: z.strictObject({
      source: z.string(),
      digest: digest.meta({
        description:
          'Lower-case hex SHA-256 of the RFC 8785 form of all that was applied: what the policy extends laid under it, presets and defaults filled in. It tells policies apart; what a person wrote is in files.',
      }),
      files: z
        .array(
          z.strictObject({
            path: z.string().meta({ description: 'From the folder of the policy.' }),
            digest: digest.meta({ description: 'Lower-case hex SHA-256 of its bytes.' }),
            recompute: z.string().optional().meta({
              description: 'The plain command that prints this digest; none for what was read from a pipe.',
            }),
          }),
        )
        .optional()
        .meta({
          description: 'The files that the policy was read from: the one it stands in, then those that it extends.',
        }),
      version: z.int().optional().meta({ description: 'The number that the policy gives itself.' }),
      branch: z
        .string()
        .optional()
        .meta({ description: 'The branch it was judged for, where the policy tells branches apart.' }),
      asOf: z.int().optional().meta({
        description: 'When waivers had to hold, where that was asked for; else the date of the range’s last commit.',
      }),
      approvals: digest.optional().meta({ description: 'Digest of a forge’s approvals that were given as a file.' }),
      waivers: z
        .array(
          z.strictObject({
            commit: oid,
            rules: z.array(z.string()).optional(),
            reason: z.string(),
            approver: z.string(),
            expires: z.string(),
          }),
        )
        .optional()
        .meta({ description: 'Every waiver that the policy holds, of commits of this range or of others.' }),
    }),
    adoption: z.string().nullable(),
    adoptionCommit: oid.optional().meta({
      description: 'The commit that adoption stood for when the ledger was made: tags can be moved.',
    }),
    adoptionAfter: z
      .boolean()
      .optional()
      .meta({ description: 'True where the adoption commit is itself from before.' }),
    trust: z.strictObject({ signers: digest, at: z.int().nullable() }).optional().meta({
      description:
        'Digest of the allowed signers that signatures were held against, and the time at which keys had to be valid; null for each commit’s own.',
    }),
    after: z
      .strictObject({
        digest,
        to: oid,
        policy: z.strictObject({ digest, files: z.array(digest).optional(), version: z.int() }).optional(),
      })
      .optional()
      .meta({
        description:
          'The ledger this one comes after: the SHA-256 of its bytes, where its range ended, and its policy (with the digests of its files) where that has a number.',
      }),
    notes: z
      .array(z.strictObject({ ref: z.string(), oid }))
      .optional()
      .meta({ description: 'Other tools’ notes that were read, as they stood. Notes do not travel with a clone.' }),
    pullRequest: z
      .strictObject({ query: z.string(), from: oid.nullable(), to: oid, count, records: count })
      .optional()
      .meta({ description: 'The branch that the one commit of this ledger was squashed from, and its records.' }),
    git: z.string(),
    tool: z.string(),
  })
  .meta({ description: 'First line of a ledger: what was asked, and of what.' })

export const Entry = z
  .strictObject({
    type: z.literal('commit'),
    oid,
    parents: z.array(oid),
    tree: z.string(),
    author: identity,
    committer: identity,
    subject: z.string(),
    class: z.enum(evidenceClasses),
    binding: z.enum(['bound', 'stale', 'unbound', 'unknown']),
    preAdoption: z.boolean(),
    bot: z.boolean(),
    record: z.array(Contribution),
    signature: z
      .strictObject({
        key: z.string().nullable().meta({ description: 'Fingerprint of the key that signed.' }),
        kind: z.enum(['ssh', 'openpgp', 'x509', 'unknown']),
        signer: z.string().nullable().meta({ description: 'Who the allowed signers say the key is.' }),
        status: z.enum(['good', 'bad', 'untrusted', 'expired', 'unsupported', 'not-checked']),
      })
      .nullable()
      .meta({ description: 'The commit’s own signature; null where it has none, not-checked without a trust root.' }),
    reviews: z
      .array(
        z.strictObject({
          how: z.enum(['trailer', 'signed', 'forge']),
          key: z.string().nullable().meta({ description: 'Fingerprint of the key that signed it.' }),
          known: z.enum(['recomputed', 'witnessed', 'declared']),
          on: z.enum(['commit', 'tree']).meta({ description: 'Of this commit, or of the same change in another.' }),
          reviewer: z.string(),
          statement: z.string(),
        }),
      )
      .meta({
        description: 'What people said who had no part in the commit; looked for where AI took part, or a rule asks.',
      }),
    none: z
      .enum(['observed', 'declared', 'measured', 'unknown'])
      .nullable()
      .meta({ description: 'Basis of a record that says no AI took part.' }),
    change: z.string().nullable(),
    parameters: z
      .strictObject({ change: parameters.optional(), none: parameters.optional() })
      .optional()
      .meta({ description: 'What the lines of binding and none say besides.' }),
    marks: z.array(Mark),
    findings: z.array(finding),
    known: z
      .record(z.string(), z.enum(['recomputed', 'witnessed', 'declared']))
      .meta({ description: 'How each field is known.' }),
    prev: digest,
  })
  .meta({ description: 'One commit of the population.' })

const classCounts = {
  attested: count,
  recorded: count,
  marked: count,
  none: count,
  unknown: count,
  contradicted: count,
}

const counts = z.strictObject({
  total: count,
  ...classCounts,
  preAdoption: count,
  merges: count,
  bots: count,
  stale: count,
})

export const Footer = z
  .strictObject({
    type: z.literal('footer'),
    counts: counts.meta({ description: 'Of all commits of the range, those from before adoption among them.' }),
    sinceAdoption: z
      .strictObject({ total: count, ...classCounts })
      .optional()
      .meta({ description: 'The same classes of the commits since adoption alone, where some are from before.' }),
    findings: z.record(z.string(), count).meta({ description: 'How often each finding code occurs.' }),
    rangeFindings: z.array(finding).optional().meta({
      description: 'What was found on the range as a whole, and not on a commit of it; counted in findings, too.',
    }),
    verdict: z.enum(['pass', 'fail', 'incomplete']),
    prev: digest,
  })
  .meta({ description: 'Last line of a ledger: the totals and the verdict.' })

export const LedgerLine = z.discriminatedUnion('type', [Header, Entry, Footer])

export type Header = z.infer<typeof Header>
export type Entry = z.infer<typeof Entry>
export type Footer = z.infer<typeof Footer>
export type LedgerLine = z.infer<typeof LedgerLine>
export type CommitCounts = Footer['counts']
/** How many commits are of each class, and in all. */
export type ClassCounts = Pick<CommitCounts, EvidenceClass | 'total'>
export type LedgerFinding = Entry['findings'][number]
