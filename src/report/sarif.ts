import { isoTime } from '../core/iso-date.js'
import type { Entry, Header, LedgerFinding } from '../core/ledger/schema.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible, visibleJson } from './escape.js'
import type { Report } from './report.js'

/** As many findings as code scanning takes from one run (GitHub's limit of results, SARIF support for code scanning). */
const maxResults = 25_000

/** SARIF 2.1.0: a result for each finding, its place the commit. Results stream; the rules they name stand behind them. */
export const sarifReport: Report = async function* (lines) {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":['
  const codes = new Map<string, LedgerFinding['severity']>()
  let [results, left]: [number, number] = [0, 0]
  let header: Header | null = null
  for await (const line of lines) {
    if (line.type === 'header') header = line
    if (line.type !== 'commit') continue
    for (const [index, finding] of line.findings.entries()) {
      if (results >= maxResults) left += 1
      else {
        yield `${results === 0 ? '' : ','}\n${json(resultOf(line, finding, index))}`
        results += 1
        codes.set(finding.code, finding.severity)
      }
    }
  }
  const rest = left === 0 ? {} : { properties: { resultsLeftOut: left } }
  yield `],\n"tool":${json(toolOf(header, codes))},"columnKind":"utf16CodeUnits"${rest.properties === undefined ? '' : `,"properties":${json(rest.properties)}`}}]}\n`
}

const json = (value: unknown): string => visibleJson(JSON.stringify(value))

const resultOf = (entry: Entry, finding: LedgerFinding, index: number) => {
  const { code, severity, waiver } = finding
  const { sentence, mend } = wordingOf(code, entry.oid)
  const details = detailsOf(finding).map(visible)
  return {
    ruleId: code,
    level: severity === 'error' ? 'error' : 'warning',
    message: { text: [`${entry.oid.slice(0, 12)} ${sentence}.`, ...details, `See: ${mend}`].join(' ') },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: `commit/${entry.oid}` }, region: { startLine: 1 } },
        logicalLocations: [{ name: entry.oid, fullyQualifiedName: `commit/${entry.oid}`, kind: 'commit' }],
      },
    ],
    partialFingerprints: { 'commitFinding/v1': `${entry.oid}:${code}:${index}` },
    ...(waiver === undefined ? {} : { suppressions: [{ kind: 'external', justification: visible(waiver.reason) }] }),
    properties: { class: entry.class, committed: isoTime(entry.committer.date) },
  }
}

const toolOf = (header: Header | null, codes: ReadonlyMap<string, LedgerFinding['severity']>) => ({
  driver: {
    name: 'commit-provenance',
    version: header?.tool.split('/')[1] ?? 'unknown',
    rules: [...codes].map(([code, severity]) => {
      const { sentence, mend } = wordingOf(code, 'COMMIT')
      return {
        id: code,
        shortDescription: { text: `A commit ${sentence}.` },
        help: { text: `See: ${mend}` },
        defaultConfiguration: { level: severity === 'error' ? 'error' : 'warning' },
      }
    }),
  },
})
