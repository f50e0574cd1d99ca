import type { ShownFinding } from '../core/ledger/summary.js'
import { type Answer, maxTold, type ToldFinding } from '../core/push.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { visible } from './escape.js'

/** What a person sees after a push, each line behind git's `remote:`; empty where there is nothing to say. All of it is escaped. */
export const pushText = (answers: readonly Answer[]): string => answers.map(answerText).join('')

const answerText = ({ refs, tips, verdict, policy, forced, findings }: Answer): string => {
  const { error, warn } = findings
  if (verdict === 'pass' && warn.count === 0) return ''
  const told = [...error.shown, ...warn.shown].slice(0, maxTold)
  const rest = error.count + warn.count - told.length
  const lines = [
    `provenance: ${namesOf(refs)} ${verdicts[verdict]} (policy: ${short(policy)})${forced ? '; the push is forced' : ''}`,
    ...(verdict === 'incomplete' && error.count === 0
      ? ['  its history could not be read to the end; administrator: git fsck --full']
      : []),
    ...told.flatMap(findingLines),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ...(verdict === 'fail' ? mendLines(tips, error.shown) : []),
  ]
  return `${lines.join('\n')}\n`
}

const verdicts = { pass: 'taken, with warnings', fail: 'refused', incomplete: 'refused' } as const

/** As much of one detail as a line on a terminal holds. */
const maxDetail = 100

const findingLines = ({ oid, ...finding }: ShownFinding): readonly string[] => {
  const { sentence, mend } = wordingOf(finding.code, oid)
  const detail = detailsOf(finding).map((one) => ` ${visible(one).slice(0, maxDetail)}`)
  const grave = finding.waiver === undefined ? finding.severity : 'waived'
  return [`  ${grave} ${oid.slice(0, 12)} ${sentence} [${finding.code}]${detail.join('')}`, `      ${mend}`]
}

const amend = 'git commit --amend'

/** The commands by which the person who pushed mends the commits, in their own clone. */
const mendLines = (tips: readonly string[], errors: readonly ToldFinding[]): readonly string[] => {
  const [first] = errors
  if (first === undefined) return []
  const last = errors.every(({ oid }) => tips.includes(oid))
  const recordless = errors.every(({ code }) => code === 'record-required')
  const here = recordless
    ? ['none', 'tool NAME'].map((what) => `    provenance declare --${what} && ${amend} --no-edit`)
    : [`    ${amend}`]
  return last
    ? [`  mend the commit with${here.length > 1 ? ' one of' : ''}:`, ...here]
    : [
        '  mend the commits, each where this stops when "pick" is changed to "edit":',
        `    git rebase -i ${first.parent?.slice(0, 12) ?? '--root'}`,
        ...here,
      ]
}

const maxRefs = 3

const namesOf = (refs: readonly string[]): string => {
  const more = refs.length > maxRefs ? ` and ${refs.length - maxRefs} more` : ''
  return `${refs.slice(0, maxRefs).map(short).join(', ')}${more}`
}

const short = (text: string): string => visible(text).slice(0, 120)
