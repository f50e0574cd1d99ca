import { recordLines } from '../../core/trailer/parse.js'
import { nameBeforeRebase } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import { type Kept, readCommitKept, readCommitTrailers } from '../../store/kept.js'
import type { Location } from '../../store/location.js'

export type Amended = ReturnType<typeof readAmended>

/** What git writes into the message of a revert, in no other language (sequencer.c, git 2.39). */
const revertForm = /^This reverts commit [0-9a-f]{7,64}\b/m

/** The commit being amended, and what is known of it; `kept` is null where this clone did not make it. */
export const readAmended = (location: Location) => {
  const [head] = readObjects(location.top, ['HEAD'])
  const text = head?.bytes.toString('utf8') ?? ''
  const message = text.slice(text.indexOf('\n\n') + 2)
  const known = head == null ? null : knownOf(location, head.oid)
  // A record that came with the message, as into a pick that a person finished, was not made here.
  const isKnown = known !== null && (known.trailers !== '' || recordLines(message) === '')
  // What a revert brought back may be anybody's.
  const isRevert = known === null && recordLines(message) === '' && revertForm.test(message)
  return { message, kept: known?.kept ?? null, isKnown, isRevert }
}

/** What is known of a commit under its name, or the one it had before the rebase that is under way. */
const knownOf = (location: Location, oid: string): { readonly kept: Kept; readonly trailers: string } | null => {
  for (const name of [oid, nameBeforeRebase(location.gitDir, oid)]) {
    const kept = name === null ? null : readCommitKept(location, name)
    if (name !== null && kept !== null) return { kept, trailers: readCommitTrailers(location, name) }
  }
  return null
}
