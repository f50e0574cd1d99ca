import { parseCommit } from '../../core/commit/commit.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { readRecord } from '../../core/trailer/read.js'
import { readObjects } from '../../git/objects.js'
import type { Location } from '../../store/location.js'
import { readText } from '../../store/text.js'

/**
 * True where no agent was seen in what HEAD holds: it says so, or post-commit found it of a commit that could not say so (`unsaid`);
 * nor before the first commit.
 */
export const noneInHead = (location: Location): boolean => {
  const [head] = readObjects(location.top, ['HEAD'])
  if (head == null) return true
  if (readText(`${location.state}/unsaid`)?.trim() === head.oid) return true
  const commit = parseCommit(head.oid, head.bytes)
  return commit !== null && readRecord(parseTrailers(commit.message)).record?.none?.basis === 'observed'
}
