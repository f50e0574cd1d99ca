import { counted } from '../../core/counted.js'
import { shortened } from '../../core/shortened.js'
import { visible } from '../../report/escape.js'
import { backfill as fill } from '../../workflows/verify/backfill.js'
import { asJson, type Output } from '../output.js'
import { type RangeOptions, rangeOf } from '../range-options.js'
import { walkFaultText } from '../walk-fault-text.js'

type Options = RangeOptions & { readonly dryRun?: boolean; readonly json?: boolean }

/** As many commits as are listed; the rest are counted. */
const maxShown = 20

/** `provenance backfill`: notes, labelled inferred, of what marks reveal about commits without a record. */
export const backfill = async (words: readonly string[], options: Options, output: Output): Promise<number> => {
  const dryRun = options.dryRun === true
  const { header, inferred, ref, exitCode, faults } = await fill(
    rangeOf(words.length === 0 ? ['HEAD'] : words, options),
    dryRun,
  )
  const push = output.given.fitted(`git push origin ${ref}`)
  if (options.json) {
    const commits = inferred.map(({ oid, marks }) => ({ oid, tools: toolsIn(marks) }))
    output.answer(asJson({ applied: !dryRun, ref, range: header.range, flags: header.flags, faults, commits, push }))
    return exitOf(exitCode)
  }
  output.answer(walkFaultText(faults))
  for (const { oid, subject, marks } of inferred.slice(0, maxShown))
    output.answer(
      `${oid.slice(0, 12)} ${visible(toolsIn(marks).join(', ')).padEnd(16)} ${visible(shortened(subject, 80))}\n`,
    )
  if (inferred.length > maxShown) output.answer(`… and ${inferred.length - maxShown} more\n`)
  output.answer(
    `${inferred.length} of ${counted(header.population.count, 'commit')} ${inferred.length === 1 ? 'has' : 'have'} no record, and marks that name AI${inferred.length === 0 ? '' : dryRun ? '; notes would be written' : `; noted in ${ref}`}\n`,
  )
  if (!dryRun && inferred.length > 0)
    output.talk(`to see them: ${output.given.fitted('git log --notes=provenance-backfill')}\nto share them: ${push}\n`)
  return exitOf(exitCode)
}

/** What the policy says of the commits is not asked here. */
const exitOf = (exitCode: number): number => (exitCode === 1 ? 0 : exitCode)

const toolsIn = (marks: readonly { readonly ai: boolean; readonly tool: string | null }[]): readonly string[] => [
  ...new Set(marks.filter(({ ai }) => ai).map(({ tool }) => tool ?? 'unknown')),
]
