import { sha256 } from '../core/canonical.js'
import { isoTime } from '../core/iso-date.js'
import { rankOf } from '../core/ledger/gravity.js'
import type { Header, LedgerFinding } from '../core/ledger/schema.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible, visibleJson } from './escape.js'
import { findingsByLine, identityOf, type PlacedFinding } from './findings.js'
import { gravestOf } from './gravest.js'
import type { Report } from './report.js'

/** As many findings as code scanning takes from one run (GitHub's limit of results, SARIF support for code scanning). */
const maxResults = 25_000

/** SARIF 2.1.0: a result for each finding, its place the commit; the gravest where there are more than fit. The rules they name stand behind them. */
export const sarifReport: Report = async function* (lines) {
  const results = gravestOf<Result>(maxResults)
  const foundIn = findingsByLine()
  let header: Header | null = null
  for await (const line of lines) {
    if (line.type === 'header') header = line
    for (const found of foundIn(line)) results.add({ item: resultOf(found), rank: rankOf(found.finding) })
  }
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":['
  const codes = new Map<string, LedgerFinding['severity']>()
  for (const { text, code, severity } of results.items()) {
    yield `${codes.size === 0 ? '' : ','}\n${text}`
    if (!codes.has(code)) codes.set(code, severity)
  }
  const left = results.left()
  const rest = left === 0 ? '' : `,"properties":${json({ resultsLeftOut: left })}`
  yield `],\n"tool":${json(toolOf(header, codes))},"columnKind":"utf16CodeUnits"${rest}}]}\n`
}

/** A result as text, which takes less memory than the finding it is of. */
type Result = Pick<LedgerFinding, 'code' | 'severity'> & { readonly text: string }

const json = (value: unknown): string => visibleJson(JSON.stringify(value))

const resultOf = (found: PlacedFinding): Result => {
  const { code, severity } = found.finding
  return { code, severity, text: json(resultObject(found)) }
}

const resultObject = (found: PlacedFinding) => {
  const { finding, oid, entry } = found
  const { code, severity, waiver } = finding
  const { sentence, mend } = wordingOf(code, oid, finding.args)
  return {
    ruleId: code,
    level: severity === 'error' ? 'error' : 'warning',
    message: textOf([`${oid.slice(0, 12)} ${sentence}.`, ...detailsOf(finding), `See: ${mend}`].join(' ')),
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: `commit/${oid}` }, region: { startLine: 1 } },
        logicalLocations: [{ name: oid, fullyQualifiedName: `commit/${oid}`, kind: 'commit' }],
      },
    ],
    // Code scanning uses the first alone (GitHub, "SARIF support for code scanning", result object), and has only that of a line for a name.
    partialFingerprints: {
      primaryLocationLineHash: sha256(identityOf(found)),
      'commitFinding/v1': identityOf(found),
    },
    ...(waiver === undefined ? {} : { suppressions: [{ kind: 'external', justification: visible(waiver.reason) }] }),
    ...(entry === null ? {} : { properties: { class: entry.class, committed: isoTime(entry.committer.date) } }),
  }
}

/**
 * A message that says what the text does (SARIF 2.1.0): braces doubled, or they were placeholders (3.11.5); brackets and backslashes
 * escaped where a link could stand, and as they are elsewhere (3.11.6).
 */
const textOf = (text: string): { readonly text: string } => {
  const shown = visible(text)
  const plain = shown.includes('](') ? shown.replace(/[\\[\]]/g, '\\$&') : shown
  return { text: plain.replace(/[{}]/g, '$&$&') }
}

const toolOf = (header: Header | null, codes: ReadonlyMap<string, LedgerFinding['severity']>) => ({
  driver: {
    name: 'commit-provenance',
    version: header?.tool.split('/')[1] ?? 'unknown',
    rules: [...codes].map(([code, severity]) => {
      const { sentence, mend } = wordingOf(code, 'COMMIT')
      return {
        id: code,
        shortDescription: textOf(`A commit ${sentence}.`),
        help: textOf(`See: ${mend}`),
        defaultConfiguration: { level: severity === 'error' ? 'error' : 'warning' },
      }
    }),
  },
})
