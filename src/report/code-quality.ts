import { sha256 } from '../core/canonical.js'
import { rankOf } from '../core/ledger/gravity.js'
import { shortened } from '../core/shortened.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible, visibleJson } from './escape.js'
import { findingsByLine, identityOf, type PlacedFinding, titleOf } from './findings.js'
import { gravestOf } from './gravest.js'
import type { Report } from './report.js'

/** As many findings as a merge request is shown. */
const maxFindings = 5_000

/** GitLab's Code Quality report (docs.gitlab.com: "Code Quality", report format): an array with an issue for each finding, the gravest where there are more than fit, its place the commit. */
export const codeQualityReport: Report = async function* (lines) {
  const issues = gravestOf<string>(maxFindings)
  const foundIn = findingsByLine()
  for await (const line of lines)
    for (const found of foundIn(line))
      issues.add({ item: visibleJson(JSON.stringify(issueOf(found))), rank: rankOf(found.finding) })
  yield '['
  for (const [index, issue] of issues.items().entries()) yield `${index === 0 ? '' : ','}\n${issue}`
  yield ']\n'
}

const issueOf = (found: PlacedFinding) => {
  const { finding, oid } = found
  const { code, severity } = finding
  const { sentence, mend } = wordingOf(code, oid, finding.args)
  const subject = visible(shortened(titleOf(found), 80))
  const details = detailsOf(finding).map((one) => ` ${visible(one)}`)
  return {
    description: `${oid.slice(0, 12)} ${sentence}${details.length > 0 ? ` (${details.join('').slice(1)})` : ''}: ${subject}. See: ${mend}`,
    check_name: code,
    fingerprint: sha256(identityOf(found)),
    severity: severity === 'error' ? 'major' : 'minor',
    location: { path: `commit/${oid}`, lines: { begin: 1 } },
  }
}
