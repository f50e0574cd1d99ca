import type { ShownFinding } from '../core/ledger/summary.js'
import { type Answer, type DefaultHolds, heads, maxTold, type ToldFinding } from '../core/push.js'
import { shellWord } from '../core/shell-word.js'
import { shortened } from '../core/shortened.js'
import { detailsOf, wordingOf } from '../core/wording.js'
import { graveWord } from './entry-words.js'
import { visible } from './escape.js'

/** What a person sees after a push, each line behind git's `remote:`; empty where there is nothing to say. All of it is escaped. */
export const pushText = (answers: readonly Answer[]): string => answers.map(answerText).join('')

/** What a person is told of refs that nothing in their clone says by what to judge; empty for none. */
export const unjudgedText = (refs: readonly string[]): string =>
  refs.length === 0
    ? ''
    : `provenance: ${namesOf(refs)} goes unjudged, for this clone knows no branch of any remote, whose policy would hold\n`

const answerText = ({ refs, tips, verdict, policy, forced, findings, merged }: Answer): string => {
  const { error, warn } = findings
  if (verdict === 'pass' && warn.count === 0) return ''
  const told = [...error.shown, ...warn.shown].slice(0, maxTold)
  const rest = error.count + warn.count - told.length
  const lines = [
    `provenance: ${namesOf(refs)} ${verdicts[verdict]} (policy: ${short(policy)})${forced ? '; the push is forced' : ''}`,
    ...(verdict === 'incomplete' && error.count === 0
      ? [
          '  its history could not be read to the end; where the clone that pushed is shallow: git fetch --unshallow',
          '  else the administrator: git fsck --full',
        ]
      : []),
    ...told.flatMap(findingLines),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    ...(verdict === 'fail'
      ? mendLines(
          tips,
          error.shown.filter(({ oid }) => merged?.commits.has(oid) !== true),
        )
      : []),
    ...(verdict === 'fail' && merged !== null ? mergedLines(refs[0] ?? '', merged) : []),
  ]
  return `${lines.join('\n')}\n`
}

const verdicts = { pass: 'taken, with warnings', fail: 'refused', incomplete: 'refused' } as const

/** As much of one detail as a line on a terminal holds. */
const maxDetail = 100

const findingLines = ({ oid, ...finding }: ShownFinding): readonly string[] => {
  const { sentence, mend } = wordingOf(finding.code, oid, finding.args)
  const detail = detailsOf(finding).map((one) => ` ${visible(shortened(one, maxDetail))}`)
  return [
    `  ${graveWord(finding)} ${oid.slice(0, 12)} ${sentence} [${finding.code}]${detail.join('')}`,
    `      ${mend}`,
  ]
}

/** A commit that changes nothing is none that git would amend as it is. */
const amend = 'git commit --amend --allow-empty'

/** The commands by which the person who pushed mends the commits, in their own clone. */
const mendLines = (tips: readonly string[], errors: readonly ToldFinding[]): readonly string[] => {
  const [first] = errors
  if (first === undefined) return []
  const last = errors.every(({ oid }) => tips.includes(oid))
  const recordless = errors.every(({ code }) => code === 'record-required')
  const unbound = errors.some(({ code }) => code === 'record-bound')
  const declared = (what: string) => `    provenance declare --${what} && ${amend} --no-edit`
  const here = recordless
    ? ['none', 'tool NAME'].map(declared)
    : [`    ${amend}`, ...(unbound ? [declared('tool NAME --model ID')] : [])]
  const hooks = [
    ...(recordless ? ['  in a clone without hooks, first: provenance init --yes'] : []),
    ...(unbound ? ['  the second where another clone made the record, for each tool and model that is in it'] : []),
  ]
  return last
    ? [`  mend the commit with${here.length > 1 ? ' one of' : ''}:`, ...here, ...hooks]
    : [
        '  mend the commits, each where this stops when "pick" is changed to "edit":',
        `    git rebase -i ${first.parent?.slice(0, 12) ?? '--root'}`,
        ...here,
        ...hooks,
      ]
}

/**
 * The commands for commits that are not the pusher's to change, since the default branch has them under a policy of its own: that
 * policy first, in a push by itself. A package.json has more in it than the policy.
 */
const mergedLines = (ref: string, { branch, tip, from, file, alike }: DefaultHolds): readonly string[] => {
  const name = ref.slice(heads.length)
  const says = `  ${short(branch)} has such commits already: leave them as they are`
  if (file !== null && alike) return [`${says}; a waiver in the policy of ${short(name)} lets them stand`]
  if (file === null || file === 'package.json') return [`${says}, and bring that policy to ${short(name)} first`]
  return [
    `${says}, and bring that policy to ${short(name)} first:`,
    `    git fetch && git checkout --detach ${from.slice(0, 12)} && git checkout ${tip.slice(0, 12)} -- ${file}`,
    `    provenance declare --none && git commit -m ${shellWord(`Take the policy of ${short(branch)}`)}`,
    `    git push origin HEAD:${shellWord(short(ref))}`,
    `    git checkout ${shellWord(short(name))} && git merge --no-edit '@{-1}'`,
  ]
}

const maxRefs = 3

const namesOf = (refs: readonly string[]): string => {
  const more = refs.length > maxRefs ? ` and ${refs.length - maxRefs} more` : ''
  return `${refs.slice(0, maxRefs).map(short).join(', ')}${more}`
}

const short = (text: string): string => visible(shortened(text, 120))
