import { noOption } from '../option.js'
import { type ApprovedTool, approvalOf, isExpired, pathObjection, type Registry } from '../registry.js'
import { type CommitFacts, every, firstOf, type Objection, rule } from '../rule.js'
import { toolNames } from '../took-part.js'

/** Every tool that took part stands in the registry, its approval had not ended by the commit's date, and its files are ones it may be used for. */
export const toolApproved = rule({
  option: noOption,
  needs: ['changes'],
  kinds: every,
  check: (facts) => toolNames(facts).flatMap((tool) => objections(facts, tool)),
})

const objections = ({ registry, commit, changes }: CommitFacts, tool: string): readonly Objection[] => {
  const approval = approvalOf(registry, tool)
  if (registry === null || approval === undefined) return [{ args: { tool, reason: 'unregistered' } }]
  if (isExpired(approval, commit.committer.date))
    return [{ args: { tool, reason: 'expired', expired: approval.expires ?? '' } }]
  return firstOf(outside(registry, approval, changes).map(({ path, reason }) => ({ path, args: { tool, reason } })))
}

const outside = (registry: Registry, approval: ApprovedTool, changes: CommitFacts['changes']) =>
  changes.flatMap(({ path }) => {
    const reason = pathObjection(registry, approval, path)
    return reason === null ? [] : [{ path, reason }]
  })
