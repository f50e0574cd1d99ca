import * as z from 'zod'
import type { Footer, Header } from '../ledger/schema.js'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()

/** What this predicate says; readers switch on it (in-toto Attestation Framework v1, Predicate). */
export const predicateType = 'https://github.com/commit-provenance/commit-provenance/ledger/v1'
export const statementType = 'https://in-toto.io/Statement/v1'
export const payloadType = 'application/vnd.in-toto+json'

/** An in-toto Statement v1 about one ledger file: its digest, and what it came to. */
export const Statement = z
  .strictObject({
    _type: z.literal(statementType),
    subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: digest }) })).length(1),
    predicateType: z.literal(predicateType),
    predicate: z.strictObject({
      ledger: z.string().meta({ description: 'The form of the ledger.' }),
      range: z.strictObject({ from: z.string().nullable(), to: z.string() }),
      population: count,
      counts: z.record(z.string(), count),
      verdict: z.enum(['pass', 'fail', 'incomplete']),
      policy: digest,
      flags: z.array(z.string()),
      after: digest.nullable().meta({ description: 'Digest of the ledger before it.' }),
      tool: z.string(),
    }),
  })
  .meta({ title: 'commit-provenance ledger statement' })
export type Statement = z.infer<typeof Statement>

/** A DSSE envelope (secure-systems-lab/dsse, envelope.md). */
export const Envelope = z.object({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: z.string() })).min(1),
})
export type Envelope = z.infer<typeof Envelope>

export type StatementInput = {
  readonly name: string
  readonly digest: string
  readonly header: Header
  readonly footer: Footer
}

/** The statement about a ledger. */
export const statementOf = ({ name, digest: sha256, header, footer }: StatementInput): Statement => ({
  _type: statementType,
  subject: [{ name, digest: { sha256 } }],
  predicateType,
  predicate: {
    ledger: header.schema,
    range: { from: header.range.from, to: header.range.to },
    population: header.population.count,
    counts: footer.counts,
    verdict: footer.verdict,
    policy: header.policy.digest,
    flags: header.flags,
    after: header.after?.digest ?? null,
    tool: header.tool,
  },
})

/** The bytes that a DSSE signature is over (protocol.md, PAE): lengths in bytes, decimal. */
export const preAuthEncoding = (type: string, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload])
