import { exitForFaults } from '../../core/ledger/faults.js'
import type { Entry } from '../../core/ledger/schema.js'
import { detailsOf, wordingOf } from '../../core/wording.js'
import { visible } from '../../report/escape.js'
import { showCommit } from '../../workflows/verify/show-commit.js'
import { trustOf } from '../given-files.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { pathOf } from '../range-options.js'

type Options = {
  readonly policy?: string
  readonly allowedSigners?: string
  readonly validAt?: string
  readonly repository: string
  readonly json?: boolean
}

/** `provenance show`: the ledger's entry for one commit, to be read by a person. */
export const show = async (commit: string, options: Options, output: Output): Promise<number> => {
  const { entry, policyProblem } = await showCommit(options.repository, commit, {
    policyFile: pathOf(options.policy),
    toolVersion: packageVersion(),
    trust: trustOf(options),
  })
  if (policyProblem !== null)
    output.talk(`${visible(policyProblem)}\njudged by the built-in policy instead; another: --policy FILE\n`)
  if (options.json) output.answer(asJson(entry))
  else output.answer(textOf(entry))
  // What the policy says is for the range that lands, and `verify`; that the commit is forged or cut off holds of it alone.
  return exitForFaults([entry])
}

const textOf = (entry: Entry): string =>
  [
    `commit   ${entry.oid}`,
    `author   ${visible(entry.author.name)} <${visible(entry.author.email)}>${entry.bot ? ' (a bot)' : ''}`,
    `subject  ${visible(entry.subject)}`,
    `class    ${entry.class}`,
    `binding  ${entry.binding}`,
    ...(entry.none === null ? [] : [`record   no AI took part (${entry.none})`]),
    ...entry.record.flatMap(({ tool, toolVersion, model, promptHash, prompts, humanEdited }) => [
      `record   ${visible(tool)}${toolVersion === null ? '' : `/${visible(toolVersion)}`}  model ${visible(model)}`,
      `         prompts ${prompts ?? (hasHash(promptHash) ? 'not counted' : 0)} ${visible(promptHash ?? '')}`,
      `         changed by a person ${humanEdited === null ? 'not said' : ratioText(humanEdited)}`,
    ]),
    ...(entry.signature === null ? [] : [`signed   ${signatureText(entry.signature)}`]),
    ...entry.reviews.map(
      ({ reviewer, statement, how, known, on }) =>
        `review   ${statement} by ${visible(reviewer)} (${how}, ${known}${on === 'tree' ? ', of the same change in another commit' : ''})`,
    ),
    ...entry.marks.map(
      ({ tool, model, kind, raw, where }) =>
        `mark     ${kind} in ${where}: ${visible(tool ?? '?')} ${visible(model ?? '')} ${visible(raw)}`,
    ),
    ...entry.findings.map(
      (finding) =>
        `finding  ${finding.severity} ${wordingOf(finding.code, entry.oid, finding.args).sentence} [${finding.code}]${detailsOf(
          finding,
        )
          .map((one) => ` ${visible(one)}`)
          .join('')}`,
    ),
    '',
  ].join('\n')

const hasHash = (promptHash: string | null): boolean => promptHash !== null && promptHash !== 'none'

const signatureText = ({ kind, status, signer, key }: NonNullable<Entry['signature']>) =>
  `${kind}, ${status}${signer === null ? '' : `, by ${visible(signer)}`}${key === null ? '' : ` ${visible(key)}`}`

const ratioText = ({ ratio, kept, edited, dropped, basis }: NonNullable<Entry['record'][number]['humanEdited']>) =>
  `${ratio === null ? 'unknown' : ratio.toFixed(3)} (${kept ?? '?'} kept, ${edited ?? '?'} edited, ${dropped ?? '?'} dropped; ${basis})`
