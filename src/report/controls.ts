import type { Counts, Entry } from '../core/ledger/schema.js'

/** A requirement, what a ledger supports evidence for in it, and what it does not show. Never a claim of compliance. */
export type Control = {
  readonly id: string
  readonly topic: string
  readonly supports: string
  readonly notShown: string
  readonly counts: (counts: Counts) => string
  readonly isException: (entry: Entry) => boolean
}

const unaccounted = ({ class: evidence, bot, parents, preAdoption }: Entry): boolean =>
  evidence === 'unknown' && !bot && !preAdoption && parents.length < 2
const doubtful = ({ class: evidence, binding }: Entry): boolean => evidence === 'contradicted' || binding === 'stale'
const tampered = ({ findings }: Entry): boolean => findings.some(({ severity }) => severity === 'error')
const unsigned = ({ signature }: Entry): boolean => signature?.status !== 'good'
const unnamedTool = ({ marks, record }: Entry): boolean =>
  [...record, ...marks.filter(({ ai }) => ai)].some(
    ({ tool, model }) => tool === null || tool === 'unknown' || model === null || model === 'unknown',
  )

const population = ({ total, merges }: Counts) => `${total} commits, ${merges} of them merges`
const evidence = ({ attested, recorded, none, marked, unknown }: Counts) =>
  `${attested + recorded} with a record, ${none} recorded without AI, ${marked} with marks only, ${unknown} with nothing`
const signed = ({ attested, total }: Counts) => `${attested} of ${total} attested by a signature`
const withAi = ({ attested, recorded, marked, contradicted }: Counts) =>
  `${attested + recorded + marked + contradicted} commits name an AI tool or carry its marks`

/** The requirements a ledger is asked about, by the texts' own numbers (AICPA TSC 2017, 45 CFR 164.312, PCI DSS 4.0.1, GDPR, Regulation (EU) 2024/1689, ISO/IEC 27001:2022). */
export const controls: readonly Control[] = [
  {
    ...{ id: 'SOC 2 CC6.1', topic: 'Logical access', counts: signed, isException: unsigned },
    supports: 'which identities made each change, and where a key that was trusted from outside signed it',
    notShown: 'how access was granted, or that an unsigned name is the person’s',
  },
  {
    ...{ id: 'SOC 2 CC8.1', topic: 'Change management', counts: evidence, isException: unaccounted },
    supports: 'that every change of the range is listed, with the AI tool, model and human edits its commit records',
    notShown: 'that a change was authorised, tested or approved',
  },
  {
    ...{ id: 'SOC 2 CC9.2', topic: 'Vendors', counts: withAi, isException: unnamedTool },
    supports: 'which vendors’ AI tools and models took part',
    notShown: 'the assessment of a vendor, or use that left no record and no mark',
  },
  {
    ...{ id: 'SOC 2 PI1', topic: 'Processing integrity', counts: population, isException: tampered },
    supports: 'that the population is complete and each line is chained to the one before',
    notShown: 'that what the changed program computes is right',
  },
  {
    ...{ id: 'HIPAA 164.312(b)', topic: 'Audit controls', counts: population, isException: tampered },
    supports: 'a record of activity in the development of a system, that can be examined again',
    notShown: 'activity in the running system that holds the health information',
  },
  {
    ...{ id: 'HIPAA 164.312(c)(1)', topic: 'Integrity', counts: evidence, isException: doubtful },
    supports: 'that records belong to the changes they are on, and objects have the bytes their names stand for',
    notShown: 'the integrity of health information itself',
  },
  {
    ...{ id: 'HIPAA 164.312(d)', topic: 'Authentication', counts: signed, isException: unsigned },
    supports: 'where a signature ties a commit to a key that was given from outside',
    notShown: 'how the holder of the key was verified',
  },
  {
    ...{ id: 'SOX ITGC', topic: 'Change management', counts: evidence, isException: unaccounted },
    supports: 'the population of program changes of the period, from which an auditor can sample',
    notShown: 'approval, testing, or segregation of duties',
  },
  {
    ...{ id: 'PCI DSS 6.2.3', topic: 'Review of custom code', counts: withAi, isException: doubtful },
    supports: 'which changes had AI in them, so that their review can be sampled',
    notShown: 'that code was reviewed before release',
  },
  {
    ...{ id: 'PCI DSS 6.5.1', topic: 'Change control', counts: evidence, isException: unaccounted },
    supports: 'an account of every change to bespoke software in the range',
    notShown: 'security impact, approval, testing, and procedures to return to a secure state',
  },
  {
    ...{ id: 'GDPR 5(2)', topic: 'Accountability', counts: withAi, isException: unaccounted },
    supports: 'being able to show which AI tools took part in development; prompts stand as keyed hashes only',
    notShown: 'what personal data a prompt held',
  },
  {
    ...{ id: 'GDPR 32', topic: 'Security of processing', counts: population, isException: tampered },
    supports: 'the integrity of the development history',
    notShown: 'the security of the processing itself',
  },
  {
    ...{ id: 'EU AI Act 12', topic: 'Record-keeping', counts: withAi, isException: doubtful },
    supports: 'records of the AI tools used in development',
    notShown: 'the logs of a high-risk AI system in operation, which the article is about',
  },
  {
    ...{ id: 'ISO 27001 A.8.32', topic: 'Change management', counts: evidence, isException: unaccounted },
    supports: 'that changes are subject to an account that can be done again',
    notShown: 'planning, approval and testing of changes',
  },
]

/** As many exceptions as are listed for each control; the rest are counted. */
export const maxExceptions = 10

export type Exceptions = { readonly shown: string[]; count: number }

/** Gathers the exceptions of every control from entries, one after another. */
export const exceptionsByControl = () => {
  const found = new Map<string, Exceptions>(controls.map(({ id }) => [id, { shown: [], count: 0 }]))
  const add = (entry: Entry): void => {
    for (const { id, isException } of controls) {
      const exceptions = found.get(id)
      if (exceptions === undefined || !isException(entry)) continue
      exceptions.count += 1
      if (exceptions.shown.length < maxExceptions) exceptions.shown.push(entry.oid.slice(0, 12))
    }
  }
  return { add, found: found as ReadonlyMap<string, Exceptions> }
}

/** The exceptions of one control in words. */
export const exceptionText = ({ shown, count }: Exceptions): string =>
  count === 0 ? 'none' : `${count}: ${shown.join(', ')}${count > shown.length ? ' …' : ''}`
