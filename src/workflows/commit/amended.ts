import { recordLines } from '../../core/trailer/parse.js'
import { nameBeforeRebase } from '../../git/in-progress.js'
import { readObjects } from '../../git/objects.js'
import { type Kept, readCommitKept, readCommitTrailers } from '../../store/kept.js'
import type { Location } from '../../store/location.js'

export type Amended = ReturnType<typeof readAmended>

/** The commit being amended, and what is known of it; `kept` is null where this clone did not make it. */
export const readAmended = (location: Location) => {
  const [head] = readObjects(location.top, ['HEAD'])
  const text = head?.bytes.toString('utf8') ?? ''
  const header = text.slice(0, text.indexOf('\n\n'))
  const message = text.slice(header.length + 2)
  const isMerge = /^parent .*\nparent /m.test(header)
  const known = head == null ? null : knownOf(location, head.oid)
  // A record that came with the message, as into a pick that a person finished, was not made here.
  const isKnown = known !== null && (known.trailers !== '' || recordLines(message) === '')
  // Of what was committed without a record, as a revert is, nobody knows anything; what a merge holds is the other side's.
  const isSilent = known === null && recordLines(message) === '' && !isMerge
  return { message, kept: known?.kept ?? null, isKnown, isSilent }
}

/** What is known of a commit under its name, or the one it had before the rebase that is under way. */
const knownOf = (location: Location, oid: string): { readonly kept: Kept; readonly trailers: string } | null => {
  for (const name of [oid, nameBeforeRebase(location.gitDir, oid)]) {
    const kept = name === null ? null : readCommitKept(location, name)
    if (name !== null && kept !== null) return { kept, trailers: readCommitTrailers(location, name) }
  }
  return null
}
