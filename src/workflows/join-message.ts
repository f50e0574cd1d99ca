import { readFileSync, statSync } from 'node:fs'
import { withoutRecords } from '../core/message.js'
import type { CommitRecord } from '../core/record.js'
import { composeTrailers } from '../core/trailer/compose.js'
import { addTrailers, commentCharacter } from '../git/message.js'
import { readObjects } from '../git/objects.js'
import { hasStopped, joining } from '../git/sources.js'
import { stagedPatchId } from '../git/staged.js'
import { writeAtomically } from '../store/atomic.js'
import type { Location } from '../store/location.js'
import { hashLengthOf } from './annotate.js'
import { changeOf, recordOfCommits } from './sources.js'

/**
 * prepare-commit-msg for a commit that an interactive rebase joins with the one before it (`squash`, `fixup`): git puts the
 * messages behind each other, or drops the second. The records become one: counts summed, tools and models united,
 * prompts under one root, bound to the change of both.
 */
export const joinMessage = (location: Location, messageFile: string): void => {
  const commit = joining(location.gitDir)
  const message = readFileSync(messageFile)
  const commentChar = commentCharacter(location.top, message.toString('latin1'), true)
  const bare = Buffer.from(withoutRecords(message.toString('latin1'), commentChar), 'latin1')
  const record = commit === null ? null : joinedRecord(location, commit)
  const written = record === null ? bare : addTrailers(bare, composeTrailers(record), commentChar)
  writeAtomically(messageFile, written, statSync(messageFile).mode & 0o777)
}

const joinedRecord = (location: Location, commit: string): CommitRecord | null => {
  const together = recordOfCommits(location, ['HEAD', commit])
  if (together === null) return null
  if (together.none?.basis === 'observed') return { ...together, change: null }
  const [base] = readObjects(location.top, ['HEAD^'])
  const length = hashLengthOf(location, base?.oid ?? null)
  // What came out of a resolved conflict is not what was counted: the record shows as stale.
  const leftOn = together.leftOn ?? (hasStopped(location.gitDir) ? changeOf(location, [commit, 'HEAD']) : null)
  return { ...together, change: leftOn ?? stagedPatchId(location.top, base?.oid ?? null, length) }
}
