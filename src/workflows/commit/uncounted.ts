import type { CommitRecord, Contribution } from '../../core/record/record.js'
import { emptyTrees } from '../../git/empty-tree.js'
import { isChangedAnew } from '../../git/staged.js'
import { patchIdBetween } from '../../git/staged-patch-id.js'
import type { Kept } from '../../store/kept.js'
import { hashLengthOf } from './files-around.js'
import { type Gathered, stagedChangeOf } from './gather.js'

/**
 * What of a commit's record nobody in this clone can count anew, apart by how it goes into the record of an amend: `inherited` as
 * it was written, `brought` summed with what else is of the same tool and model.
 */
export type Uncounted = { readonly inherited: readonly Contribution[]; readonly brought: readonly Contribution[] }

/**
 * What an amend takes over as it was written, but for what a person declares anew of that very tool and model where the record is of
 * another change: nobody here can count it, so a person's word takes its place, and the record can be of this change.
 */
export const inheritedIn = (
  gathered: Gathered,
  amended: CommitRecord | null,
  running: readonly { readonly tool: string }[],
): readonly Contribution[] => {
  const inherited = takenOver(gathered, amended, running)
  const isSaidAnew = ({ tool, model }: Contribution) =>
    gathered.declaredNow.some((one) => !one.none && one.tool === tool && one.model === model)
  if (!inherited.some(isSaidAnew)) return inherited
  const staged = stagedChangeOf(gathered)
  return staged === null || staged === amended?.change ? inherited : inherited.filter((one) => !isSaidAnew(one))
}

/**
 * What an amend takes over as it was written: of a commit that another clone made all of its record, of one's own what was taken
 * over before. What an environment alone told is told anew where it tells the same.
 */
const takenOver = (
  { knownAmend, kept }: Gathered,
  amended: CommitRecord | null,
  running: readonly { readonly tool: string }[],
): readonly Contribution[] => {
  if (!knownAmend) return amended?.contributions ?? []
  const inherited = amended === null ? [] : (kept.inherited ?? [])
  const isToldAnew = ({ tool, humanEdited: edit }: Contribution) =>
    edit?.basis === 'unknown' && running.some((one) => one.tool === tool)
  return inherited.every(isToldAnew) ? [] : inherited
}

/**
 * The change that the record of an amend is of, null where it is bound to none: what is staged, as long as that holds of all it
 * says. What cannot be counted anew stays with the change that it was counted for, and a record that was left behind on another
 * change stays there, however often the commit is amended. Lines counted beside others' that nobody can tell apart, and of which
 * no change is known, are of a change of nothing: a record of them alone, bound to this one, would say that the rest is a person's.
 */
export const changeOfRecord = (
  gathered: Gathered,
  amended: CommitRecord | null,
  uncounted: Uncounted,
): string | null => {
  const { brought, kept, plan, declared } = gathered
  if (brought.leftOn !== null) return brought.leftOn
  const isBeside = (brought.untold || kept.untold === true) && plan.counts.size > 0
  const nothing = isBeside ? '0'.repeat(hashLengthOf(gathered.location, gathered.base)) : null
  const before = amended?.change ?? nothing
  const broughtBefore = kept.brought?.length ?? 0
  const isTakenOver = amended !== null && uncounted.inherited.length + broughtBefore > 0
  const isNew = plan.counts.size + declared.length + brought.contributions.length > broughtBefore
  if (!isNew && amended !== null && (isTakenOver || !gathered.knownAmend)) return before
  if (brought.outdated || (isBeside && brought.untold) || (isTakenOver && isChangedAnew(gathered.location.top)))
    return before
  if (!isTakenOver && kept.uncertain !== true) return stagedChangeOf(gathered)
  // Asked last, for it costs a diff.
  return isLeftBehind(gathered, before) ? before : stagedChangeOf(gathered)
}

/** True where the commit being amended is not the change that its record is of. */
const isLeftBehind = ({ location, base }: Gathered, change: string | null): boolean => {
  const length = hashLengthOf(location, base)
  return change === null || patchIdBetween(location.top, [base ?? emptyTrees[length], 'HEAD'], length) !== change
}

/** What is kept of it for a further amend: what is neither counted nor declared nor brought was told by an environment alone. */
export const uncountedFor = (
  { plan, declared, kept, brought }: Gathered,
  record: CommitRecord | null,
  uncounted: Uncounted,
): Pick<Kept, 'brought' | 'inherited' | 'uncertain' | 'untold'> => {
  const isAlone = plan.counts.size === 0 && declared.length === 0 && uncounted.brought.length === 0
  return {
    brought: uncounted.brought,
    inherited: isAlone ? (record?.contributions ?? []) : uncounted.inherited,
    uncertain: brought.uncertain || kept.uncertain === true,
    untold: brought.untold || kept.untold === true,
  }
}
