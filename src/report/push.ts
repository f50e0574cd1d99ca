import type { ShownFinding } from '../core/ledger/summary.js'
import { type Answer, maxTold } from '../core/push.js'
import { wordingOf } from '../core/wording.js'
import { visible } from './escape.js'

/** What a person sees after a push, each line behind git's `remote:`; empty where there is nothing to say. All of it is escaped. */
export const pushText = (answers: readonly Answer[]): string => answers.map(answerText).join('')

const answerText = ({ refs, verdict, policy, forced, findings }: Answer): string => {
  const { error, warn } = findings
  if (verdict === 'pass' && warn.count === 0) return ''
  const lines = [
    `provenance: ${namesOf(refs)} ${verdicts[verdict]} (policy: ${short(policy)})${forced ? '; the push is forced' : ''}`,
    ...(verdict === 'incomplete' && error.count === 0
      ? ['  its history could not be read to the end; administrator: git fsck --full']
      : []),
    ...[...error.shown, ...warn.shown].slice(0, maxTold).flatMap(findingLines),
  ]
  const rest = error.count + warn.count - maxTold
  return `${lines.join('\n')}\n${rest > 0 ? `  … and ${rest} more\n` : ''}`
}

const verdicts = { pass: 'taken, with warnings', fail: 'refused', incomplete: 'refused' } as const

const findingLines = ({ oid, code, severity, args }: ShownFinding): readonly string[] => {
  const { sentence, mend } = wordingOf(code, oid)
  const detail = Object.entries(args ?? {})
    .map(([name, value]) => ` ${name}=${visible(String(value)).slice(0, 80)}`)
    .join('')
  return [`  ${severity} ${oid.slice(0, 12)} ${sentence} [${code}]${detail}`, `      ${mend}`]
}

const maxRefs = 3

const namesOf = (refs: readonly string[]): string => {
  const more = refs.length > maxRefs ? ` and ${refs.length - maxRefs} more` : ''
  return `${refs.slice(0, maxRefs).map(short).join(', ')}${more}`
}

const short = (text: string): string => visible(text).slice(0, 120)
