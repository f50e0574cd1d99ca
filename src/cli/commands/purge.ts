import { relative } from 'node:path'
import { requireLocation } from '../../workflows/install/install.js'
import { applyPurge, planPurge } from '../../workflows/install/purge.js'
import { asJson, type Output } from '../output.js'

type Options = { readonly olderThan?: number; readonly dryRun?: boolean; readonly json?: boolean }

const dayInMilliseconds = 24 * 60 * 60 * 1000

/** `provenance purge`: 0, also where there is nothing to forget. */
export const purge = async (options: Options, output: Output): Promise<number> => {
  const location = requireLocation(process.cwd())
  const now = Date.now()
  const plan = planPurge(location, now - (options.olderThan ?? 0) * dayInMilliseconds)
  if (!options.dryRun) applyPurge(location, plan, now)
  const paths = plan.map((path) => relative(location.commonDir, path))
  if (options.json) output.answer(asJson({ applied: !options.dryRun, paths }))
  else {
    for (const path of paths) output.answer(`remove  ${path}\n`)
    if (paths.length === 0) output.answer('Nothing to forget.\n')
  }
  return 0
}
