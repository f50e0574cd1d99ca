import { counted } from '../core/counted.js'
import { rangeWords } from '../core/ledger/asked-range.js'
import { incompleteFaults } from '../core/ledger/gravity.js'
import type { Footer, Header } from '../core/ledger/schema.js'
import { wordingOf } from '../core/wording.js'
import { visibleJson } from './escape.js'
import { findingsByLine, identityOf, type PlacedFinding, titleOf } from './findings.js'
import type { Report } from './report.js'

/** OCSF 1.3: Compliance Finding, created (schema.ocsf.io, class 2003). */
const event = { category_uid: 2, class_uid: 2003, activity_id: 1, type_uid: 200301 }
const severities = { informational: 1, medium: 3, high: 4 } as const

/**
 * How a check ended (OCSF 1.3, compliance: "Warning" is one that "did not yield a result due to missing information"; what the
 * policy only warns of has its result, and a lower severity).
 */
const statuses = {
  pass: { status_id: 1, status: 'Pass' },
  incomplete: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
} as const satisfies Record<Footer['verdict'], unknown>

/** Controls that an account of every commit supports evidence for; the reports' table says how far. */
const standards = ['SOC 2 CC8.1', 'ISO 27001 A.8.32']

/** One event a line for a SIEM: each finding, at its commit's own time (on the range, at the latest), and one for the whole ledger. */
export const ocsfReport: Report = async function* (lines) {
  let header: Header | null = null
  let last = 0
  const foundIn = findingsByLine()
  for await (const line of lines) {
    if (line.type === 'header') header = line
    if (line.type === 'commit') last = Math.max(last, line.committer.date)
    for (const found of foundIn(line)) yield json(findingEvent(header, found, last))
    if (line.type === 'footer') yield json(ledgerEvent(header, line, last))
  }
}

const json = (value: unknown): string => `${visibleJson(JSON.stringify(value))}\n`

const metadata = (header: Header | null) => ({
  version: '1.3.0',
  product: {
    name: 'commit-provenance',
    vendor_name: 'commit-provenance',
    version: header?.tool.split('/')[1] ?? 'unknown',
  },
})

const findingEvent = (header: Header | null, found: PlacedFinding, last: number) => {
  const { finding, oid, entry } = found
  const { code, severity, args, path, waiver } = finding
  const { sentence, mend } = wordingOf(code, oid, args)
  const isError = severity === 'error'
  return {
    ...event,
    time: (entry?.committer.date ?? dateOf(header, last)) * 1000,
    severity_id: isError ? severities.high : severities.medium,
    message: `${oid} ${sentence}`,
    metadata: metadata(header),
    finding_info: { uid: identityOf(found), title: code, desc: sentence, types: [code] },
    compliance: { standards, control: code, ...statuses[incompleteFaults.has(code) ? 'incomplete' : 'fail'] },
    remediation: { desc: mend },
    resources: [{ uid: oid, type: 'commit', name: titleOf(found) }],
    unmapped: {
      ...(entry === null ? {} : { class: entry.class, binding: entry.binding, author: entry.author.email }),
      ...(args === undefined ? {} : { args }),
      ...(path === undefined ? {} : { path }),
      ...(waiver === undefined ? {} : { waiver }),
    },
  }
}

/** The date of the range's latest commit; of a range without commits no date is known but the one it was judged for. */
const dateOf = (header: Header | null, last: number): number => (last === 0 ? (header?.policy.asOf ?? 0) : last)

const ledgerEvent = (header: Header | null, { counts, verdict }: Footer, last: number) => ({
  ...event,
  time: dateOf(header, last) * 1000,
  severity_id: verdict === 'pass' ? severities.informational : severities.high,
  message: `${counted(counts.total, 'commit')} accounted for: ${verdict}`,
  metadata: metadata(header),
  finding_info: {
    uid: header?.range.to ?? 'unknown',
    title: 'ledger',
    desc: 'Every commit of a range accounted for',
    types: ['ledger'],
  },
  compliance: { standards, control: 'ledger', ...statuses[verdict] },
  resources: [{ uid: header?.range.to ?? 'unknown', type: 'commit', name: header === null ? '' : rangeWords(header) }],
  unmapped: { counts, policy: header?.policy.digest ?? '' },
})
