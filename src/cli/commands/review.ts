import type { ReviewWord } from '../../core/review/review.js'
import { visible } from '../../report/escape.js'
import { reviewCommits } from '../../workflows/verify/review.js'
import { asJson, type Output } from '../output.js'

type Options = {
  readonly repository: string
  readonly statement: ReviewWord
  readonly comment?: string
  readonly key?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `provenance review`: signs a statement about each commit and keeps it in the review notes. */
export const review = async (words: readonly string[], options: Options, output: Output): Promise<number> => {
  const { repository, statement, comment = null, key = null, dryRun = false } = options
  const environment = process.env
  const signed = await reviewCommits({ repository, words, statement, comment, key, dryRun, environment })
  const { reviewer, keyid, ref, commits } = signed
  const push = output.given.fitted(`git push origin ${ref}`)
  if (options.json) {
    const reviewed = commits.map(({ oid, subject }) => ({ oid, subject }))
    output.answer(asJson({ applied: !dryRun, statement, reviewer, keyid, ref, commits: reviewed, push }))
    return 0
  }
  for (const { oid, subject } of commits)
    output.answer(`${oid.slice(0, 12)} ${dryRun ? 'would be ' : ''}${statement}: ${visible(subject)}\n`)
  const by = `${visible(`${reviewer.name} <${reviewer.email}>`)} ${keyid}`
  output.talk(dryRun || commits.length === 0 ? `by ${by}\n` : `signed by ${by}\nto share it: ${push}\n`)
  return 0
}
