import { sha256 } from '../core/canonical.js'
import type { Entry, LedgerFinding } from '../core/ledger/schema.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible, visibleJson } from './escape.js'
import type { Report } from './report.js'

/** As many findings as a merge request is shown. */
const maxFindings = 5_000

/** GitLab's Code Quality report (docs.gitlab.com: "Code Quality", report format): an array with an issue for each finding, its place the commit. */
export const codeQualityReport: Report = async function* (lines) {
  let count = 0
  yield '['
  for await (const line of lines) {
    if (line.type !== 'commit') continue
    for (const [index, finding] of line.findings.entries()) {
      if (count >= maxFindings) break
      yield `${count === 0 ? '' : ','}\n${visibleJson(JSON.stringify(issueOf(line, finding, index)))}`
      count += 1
    }
  }
  yield ']\n'
}

const issueOf = (entry: Entry, finding: LedgerFinding, index: number) => {
  const { code, severity } = finding
  const { sentence, mend } = wordingOf(code, entry.oid)
  const subject = visible(entry.subject.slice(0, 80))
  const details = detailsOf(finding).map((one) => ` ${visible(one)}`)
  return {
    description: `${entry.oid.slice(0, 12)} ${sentence}${details.length > 0 ? ` (${details.join('').slice(1)})` : ''}: ${subject}. See: ${mend}`,
    check_name: code,
    fingerprint: sha256(`${entry.oid}:${code}:${index}`),
    severity: severity === 'error' ? 'major' : 'minor',
    location: { path: `commit/${entry.oid}`, lines: { begin: 1 } },
  }
}
