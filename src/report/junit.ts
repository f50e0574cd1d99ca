import type { Entry, Footer, LedgerFinding } from '../core/ledger/schema.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible } from './escape.js'
import type { Report } from './report.js'

/** As many findings as are written out; the rest are counted. */
const maxCases = 5_000

/** Text of an XML attribute or element: markup escaped, and no character that XML 1.0 cannot hold. */
export const xml = (text: string): string =>
  visible(text.toWellFormed())
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** JUnit XML: a test case for each finding, failed where the policy calls it an error, and one for the ledger's verdict. */
export const junitReport: Report = async function* (lines) {
  const cases: string[] = []
  let [failures, left]: [number, number] = [0, 0]
  let footer: Footer | null = null
  for await (const line of lines) {
    if (line.type === 'footer') footer = line
    if (line.type !== 'commit') continue
    for (const finding of line.findings) {
      if (finding.severity === 'error') failures += 1
      if (cases.length < maxCases) cases.push(caseOf(line, finding))
      else left += 1
    }
  }
  const verdict = footer?.verdict ?? 'incomplete'
  const failed = verdict === 'pass' ? 0 : 1
  const counts = `tests="${cases.length + 1}" failures="${Math.min(failures, cases.length) + failed}" errors="0"`
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="commit-provenance" ${counts}>\n`
  yield `<testsuite name="commit-provenance" ${counts} skipped="0" time="0">\n`
  yield* cases
  yield `<testcase classname="ledger" name="verdict of ${footer?.counts.total ?? 0} commits" time="0">`
  yield failed === 0 ? '' : `<failure message="${verdict}" type="verdict">${verdict}</failure>`
  yield left === 0 ? '' : `<system-out>${left} more findings are in the ledger</system-out>`
  yield '</testcase>\n</testsuite>\n</testsuites>\n'
}

const caseOf = (entry: Entry, finding: LedgerFinding): string => {
  const { code, severity } = finding
  const { sentence, mend } = wordingOf(code, entry.oid)
  const text = xml([`${entry.oid} ${sentence}`, ...detailsOf(finding), mend].join('; '))
  const body =
    severity === 'error'
      ? `<failure message="${xml(sentence)}" type="${xml(code)}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `<testcase classname="${xml(code)}" name="${entry.oid.slice(0, 12)} ${xml(entry.subject.slice(0, 120))}" time="0">${body}</testcase>\n`
}
