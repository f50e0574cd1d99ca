import { rangeWords } from '../core/ledger/asked-range.js'
import { type Entry, evidenceClasses, type Footer, type Header } from '../core/ledger/schema.js'
import { wordingOf } from '../core/wording.js'
import { isException } from './entry-words.js'
import { markdown } from './markdown.js'
import type { Report } from './report.js'

/** By this line a bot finds its comment of an earlier run, and replaces it. */
export const commentMarker = '<!-- commit-provenance -->'

/** As many characters as a comment holds (GitHub's limit is 65,536; GitLab, Azure and Bitbucket take as many), less room for what stands around the findings. */
const maxLength = 65_536 - 4_096

/** For a comment on a pull request: the verdict, the counts, then each finding with its commit and the command that mends it. */
export const commentReport: Report = async function* (lines) {
  let header: Header | null = null
  const findings: string[] = []
  let [length, left]: [number, number] = [0, 0]
  for await (const line of lines) {
    if (line.type === 'header') header = line
    else if (line.type === 'footer') {
      yield headOf(header, line)
      yield* findings
      if (left > 0) yield `\n… and ${left} more commits with findings; the ledger has them all.\n`
    } else if (isException(line)) {
      const text = findingOf(line)
      if (length + text.length > maxLength) left += 1
      else {
        findings.push(text)
        length += text.length
      }
    }
  }
}

const headOf = (header: Header | null, { counts, verdict }: Footer): string => {
  const rows = evidenceClasses.filter((name) => counts[name] > 0).map((name) => `| ${name} | ${counts[name]} |\n`)
  const flags = header?.flags ?? []
  return [
    `${commentMarker}\n## AI provenance: ${verdict}\n\n`,
    `${counts.total} commits${header === null ? '' : ` of ${markdown(rangeWords(header).slice(0, 200))}, to ${header.range.to.slice(0, 12)}`}, policy ${markdown(header?.policy.source.slice(0, 200) ?? '')}.`,
    flags.length === 0 ? '' : ` Flags: ${markdown(flags.join(', '))}.`,
    `\n\n| class | commits |\n| --- | --- |\n${rows.join('')}| total | ${counts.total} |\n`,
  ].join('')
}

const findingOf = (entry: Entry): string => {
  const seen = new Map(entry.findings.map((finding) => [finding.code, finding.severity]))
  const items = [...seen].map(([code, severity]) => {
    const { sentence, mend } = wordingOf(code, entry.oid)
    return `- ${severity === 'error' ? '**error**' : 'warning'}: ${markdown(sentence)} (${markdown(code)}). See: <code>${markdown(mend)}</code>\n`
  })
  const told =
    items.length > 0
      ? items.join('')
      : `- ${entry.class}. See: <code>provenance show ${entry.oid.slice(0, 12)}</code>\n`
  return `\n${entry.oid.slice(0, 12)} ${markdown(entry.subject.slice(0, 80))}\n\n${told}`
}
