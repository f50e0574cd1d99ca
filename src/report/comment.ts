import { counted } from '../core/counted.js'
import { rangeWords } from '../core/ledger/asked-range.js'
import { type Entry, evidenceClasses, type Footer, type Header, type LedgerFinding } from '../core/ledger/schema.js'
import { shortened } from '../core/shortened.js'
import { waiverWords, wordingOf } from '../core/wording.js'
import { byGravity, entryRank, isException } from './entry-words.js'
import { findingsByLine, titleOf } from './findings.js'
import { gravestOf } from './gravest.js'
import { waiversIn } from './header-words.js'
import { inCode, markdown } from './markdown.js'
import type { Report } from './report.js'

/** By this line a bot finds its comment of an earlier run, and replaces it. */
export const commentMarker = '<!-- commit-provenance -->'

/** As many characters as every forge takes in a comment (Bitbucket Data Center: fewer than 32,768; GitHub, GitLab and Azure: more), less room for what stands around the findings. */
const maxLength = 32_768 - 4_096

/** For a comment on a pull request: the verdict, the counts, then what was found on the range, and the gravest findings of commits, each with its commit and the command that mends it. */
export const commentReport: Report = async function* (lines) {
  let header: Header | null = null
  const foundIn = findingsByLine()
  const told = gravestOf<string>(maxLength)
  const add = (item: string, rank: number) => told.add({ item, rank, size: item.length })
  for await (const line of lines) {
    const found = foundIn(line)
    if (line.type === 'header') header = line
    else if (line.type === 'footer') {
      for (const one of found) add(toldOf(one.oid, titleOf(one), itemsOf([one.finding], one.oid)), 0)
      yield headOf(header, line)
      yield* told.items()
      if (told.left() > 0)
        yield `\n… and ${counted(told.left(), 'more commit')} with findings; the ledger has them all.\n`
    } else if (isException(line)) {
      const items = itemsOf(line.findings, line.oid) || classItem(line)
      add(toldOf(line.oid, shortened(line.subject, 80), items), 1 + entryRank(line))
    }
  }
}

const headOf = (header: Header | null, { counts, verdict }: Footer): string => {
  const rows = evidenceClasses.filter((name) => counts[name] > 0).map((name) => `| ${name} | ${counts[name]} |\n`)
  const flags = header?.flags ?? []
  const waivers = header === null ? null : waiversIn(header)
  return [
    `${commentMarker}\n## AI provenance: ${verdict}\n\n`,
    `${counted(counts.total, 'commit')}${header === null ? '' : ` of ${markdown(shortened(rangeWords(header), 200))}, to ${header.range.to.slice(0, 12)}`}, policy ${markdown(shortened(header?.policy.source ?? '', 200))}.`,
    waivers === null ? '' : ` Waivers: ${waivers}.`,
    flags.length === 0 ? '' : ` Flags: ${markdown(flags.join(', '))}.`,
    `\n\n| class | commits |\n| --- | --- |\n${rows.join('')}| total | ${counts.total} |\n`,
  ].join('')
}

const toldOf = (oid: string, title: string, items: string): string =>
  `\n${oid.slice(0, 12)} ${markdown(title)}\n\n${items}`

/** An item for each code, errors first. */
const itemsOf = (findings: readonly LedgerFinding[], oid: string): string => {
  const seen = new Map<string, LedgerFinding>()
  for (const finding of byGravity(findings)) if (!seen.has(finding.code)) seen.set(finding.code, finding)
  return [...seen.values()].map((finding) => itemOf(finding, oid)).join('')
}

const itemOf = ({ args, code, severity, waiver }: LedgerFinding, oid: string): string => {
  const { sentence, mend } = wordingOf(code, oid, args)
  const grave = waiver !== undefined ? 'waived' : severity === 'error' ? '**error**' : 'warning'
  const decided = waiver === undefined ? '' : `, ${markdown(waiverWords(waiver))}`
  return `- ${grave}: ${markdown(sentence)} (${markdown(code)})${decided}. See: <code>${inCode(mend)}</code>\n`
}

const classItem = (entry: Entry): string =>
  `- ${entry.class}. See: <code>provenance show ${entry.oid.slice(0, 12)}</code>\n`
