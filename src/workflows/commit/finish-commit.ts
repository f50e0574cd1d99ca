import { recordLines } from '../../core/trailer/parse.js'
import { readObjects } from '../../git/objects.js'
import { readPrepared, settlePrepared } from '../../store/kept.js'
import type { Location } from '../../store/location.js'

/**
 * Does post-commit's work for a commit after which it did not run (killed, or switched off): HEAD carries the very record
 * that was prepared. Without it the next commit would be charged with the same events again.
 */
export const finishCommit = (location: Location): void => {
  const prepared = readPrepared(location)
  if (prepared === null || prepared.trailers === '') return
  const [head] = readObjects(location.top, ['HEAD'])
  if (head == null) return
  const text = head.bytes.toString('utf8')
  if (recordLines(text.slice(text.indexOf('\n\n') + 2)) === prepared.trailers) settlePrepared(location, head.oid)
}
