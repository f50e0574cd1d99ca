import { counted } from '../core/counted.js'
import { rankOf } from '../core/ledger/gravity.js'
import type { Footer } from '../core/ledger/schema.js'
import { shortened } from '../core/shortened.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible } from './escape.js'
import { findingsByLine, type PlacedFinding, titleOf } from './findings.js'
import { gravestOf } from './gravest.js'
import type { Report } from './report.js'

/** As many findings as are written out; the rest are counted. */
const maxCases = 5_000

/** Text of an XML attribute or element: markup escaped, and no character that XML 1.0 cannot hold. */
export const xml = (text: string): string =>
  visible(text.toWellFormed())
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** JUnit XML: a test case for each finding, failed where the policy calls it an error, and one for the ledger's verdict; the gravest where there are more than fit. */
export const junitReport: Report = async function* (lines) {
  const cases = gravestOf<Case>(maxCases)
  const foundIn = findingsByLine()
  let footer: Footer | null = null
  for await (const line of lines) {
    if (line.type === 'footer') footer = line
    for (const found of foundIn(line)) cases.add({ item: caseOf(found), rank: rankOf(found.finding) })
  }
  const [written, left] = [cases.items(), cases.left()]
  const failures = written.filter(({ isFailure }) => isFailure).length
  const verdict = footer?.verdict ?? 'incomplete'
  const failed = verdict === 'pass' ? 0 : 1
  const counts = `tests="${written.length + 1}" failures="${failures + failed}" errors="0"`
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="commit-provenance" ${counts}>\n`
  yield `<testsuite name="commit-provenance" ${counts} skipped="0" time="0">\n`
  const nameOf = eachOnce()
  for (const { code, name, body } of written)
    yield `<testcase classname="${xml(code)}" name="${xml(nameOf(code, name))}" time="0">${body}</testcase>\n`
  yield `<testcase classname="ledger" name="verdict of ${counted(footer?.counts.total ?? 0, 'commit')}" time="0">`
  yield failed === 0 ? '' : `<failure message="${verdict}" type="verdict">${verdict}</failure>`
  yield left === 0 ? '' : `<system-out>${counted(left, 'more finding')} in the ledger</system-out>`
  yield '</testcase>\n</testsuite>\n</testsuites>\n'
}

type Case = { readonly code: string; readonly name: string; readonly body: string; readonly isFailure: boolean }

/** Names of which none stands twice under a class: GitLab keeps only the first (docs.gitlab.com, Unit test reports). */
const eachOnce = (): ((code: string, name: string) => string) => {
  const times = new Map<string, number>()
  return (code, name) => {
    const time = (times.get(`${code} ${name}`) ?? 0) + 1
    times.set(`${code} ${name}`, time)
    return time === 1 ? name : `${name} (${time})`
  }
}

const caseOf = (found: PlacedFinding): Case => {
  const { finding, oid } = found
  const { code, severity } = finding
  const { sentence, mend } = wordingOf(code, oid, finding.args)
  const isFailure = severity === 'error'
  const told = xml([`${oid} ${sentence}`, ...detailsOf(finding), mend].join('; '))
  const body = isFailure
    ? `<failure message="${xml(sentence)}" type="${xml(code)}">${told}</failure>`
    : `<system-out>${told}</system-out>`
  const about = shortened(detailsOf({ ...finding, waiver: undefined }).join(' '), 200)
  const name = `${oid.slice(0, 12)} ${shortened(titleOf(found), 120)}${about === '' ? '' : `: ${about}`}`
  return { code, name, body, isFailure }
}
