import { readFileSync } from 'node:fs'
import { withoutRecords } from '../../core/commit/message.js'
import type { CommitRecord } from '../../core/record/record.js'
import { composeTrailers } from '../../core/trailer/compose.js'
import { trailerLines } from '../../core/trailer/parse.js'
import { emptyTrees } from '../../git/empty-tree.js'
import { hasStopped, joinedFirst, joining } from '../../git/in-progress.js'
import { addTrailers, commentCharacter } from '../../git/message.js'
import { readObjects } from '../../git/objects.js'
import { stagedPatchId } from '../../git/staged-patch-id.js'
import { dropPrepared, type Kept, nothingKept, writePrepared } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { changeOf, outlivedBy, recordOfCommits } from './brought.js'
import { hashLengthOf } from './files-around.js'
import { finishCommit } from './finish-commit.js'
import { countAnew } from './joined-work.js'
import { writeMessage } from './message-file.js'
import { bringsMore } from './picked-none.js'

/**
 * prepare-commit-msg for a commit that an interactive rebase joins with the one before it (`squash`, `fixup`): git puts the
 * messages behind each other, or drops the second. The records become one: lines counted anew in the change of both where this
 * clone knows who wrote them, else counts summed; tools and models united, prompts under one root, bound to that change.
 */
export const joinMessage = (location: Location, messageFile: string): void => {
  finishCommit(location)
  dropPrepared(location)
  const commit = joining(location.gitDir)
  const message = readFileSync(messageFile)
  const commentChar = commentCharacter(location.top, message.toString('latin1'), true)
  const bare = Buffer.from(withoutRecords(message.toString('latin1'), commentChar), 'latin1')
  const joined = commit === null ? null : joinedRecord(location, commit)
  const trailers = joined === null ? [] : composeTrailers(joined.record)
  if (joined?.kept != null) keep(location, joined.kept, trailerLines(trailers))
  const written = trailers.length === 0 ? bare : addTrailers(bare, trailers, commentChar)
  writeMessage(messageFile, written)
}

/** For a further join, or an amend. What agents do meanwhile waits for a commit of its own. */
const keep = (location: Location, kept: Kept, record: string): void => {
  const rest = { carry: nothingKept, consumed: [], written: true, message: null, joined: true }
  writePrepared(location, { trailers: record, lines: record, kept, ...rest })
}

type Joined = { readonly record: CommitRecord; readonly kept: Kept | null }

const joinedRecord = (location: Location, commit: string): Joined | null => {
  const together = recordOfCommits(location, ['HEAD', commit])
  if (together === null) return null
  const { contributions, none, commits } = together
  if (none !== null && bringsMore(location, commit)) return null
  if (none?.basis === 'observed') return { record: { contributions, none, change: null }, kept: null }
  const [base] = readObjects(location.top, ['HEAD^'])
  const length = hashLengthOf(location, base?.oid ?? null)
  const stagedChange = () => stagedPatchId(location.top, base?.oid ?? null, length)
  // What came out of a resolved conflict is not what was counted: the record shows as stale.
  const leftOn = together.leftOn ?? (hasStopped(location.gitDir) ? changeOf(location, [commit, 'HEAD']) : null)
  if (leftOn !== null || contributions.length === 0)
    return { record: { contributions, none, change: leftOn ?? stagedChange() }, kept: null }
  const asked = {
    commits: commits.map((one, at) => (at === 0 ? { ...one, knownAs: joinedFirst(location.gitDir) } : one)),
    summed: contributions,
    baseName: 'HEAD^',
  }
  const anew = countAnew(location, asked)
  if (anew === null) {
    const change = outlivedBy(location, asked, base?.oid ?? emptyTrees[length]) ?? stagedChange()
    return { record: { contributions, none, change }, kept: null }
  }
  // As after an amend nothing is said where nothing of an agent's is left.
  if (anew.contributions.length === 0) return null
  return { record: { contributions: anew.contributions, none, change: anew.measured.stagedChange() }, kept: anew.kept }
}
