import { exclusion, type Plan, planRecord } from '../../core/record/plan-record.js'
import { emptyTrees, type HashLength } from '../../git/empty-tree.js'
import { isMerging } from '../../git/in-progress.js'
import { stagedAdditions } from '../../git/staged.js'
import { stagedPatchId } from '../../git/staged-patch-id.js'
import type { Location } from '../../store/location.js'
import type { Settings } from '../../store/settings.js'
import { attributesOf, withUnmeasurable } from './attributes.js'
import { filesAround, hashLengthOf, type Known } from './files-around.js'
import { stashesOf } from './stashes.js'

/** What is known of files, measured in what is staged against a base. */
export type Measured = {
  readonly base: string | null
  readonly hashLength: HashLength
  readonly plan: Plan
  /** The edits, under the paths that the files have now. */
  readonly edits: Known['edits']
  /** The patch-id of what is staged against the base. Throws GIT_FAILED. */
  readonly stagedChange: () => string
}

/** Measures what is known in what is staged against the commit of that name. Changes nothing. */
export const planAround = (location: Location, baseName: string, before: Known, settings: Settings): Measured => {
  const { base, files, known, patchIdBeside } = filesAround(location, baseName, before)
  const paths = files.map(({ path }) => path)
  const attributes = attributesOf(location, paths)
  const hashLength = hashLengthOf(location, base)
  const plan = planRecord({
    files: withUnmeasurable(location, files, attributes),
    states: known.kept.files,
    touched: known.kept.touched,
    edits: known.edits,
    unmeasured: known.unmeasured,
    excluded: exclusion(settings.ignore, attributes.excluded),
    stashes: stashesOf(location, paths),
    // Of what a merge brings nobody says which a person moved.
    additions: () =>
      isMerging(location.gitDir) ? new Map() : stagedAdditions(location.top, base ?? emptyTrees[hashLength]),
  })
  const stagedChange = () => patchIdBeside(hashLength) ?? stagedPatchId(location.top, base, hashLength)
  return {
    base,
    hashLength,
    plan,
    stagedChange,
    edits: known.edits,
  }
}
