import { isRecordKey } from './keys.js'
import { looseRecordTrailers, parseTrailers } from './parse.js'
import { type Reading, readRecord } from './read.js'

/**
 * The one record of a message that something was put below: forges' cherry-pick buttons and robots add a paragraph of their own, and git
 * then reads that one alone (git-interpret-trailers(1)). It stands whole in one paragraph that git would read, were it the last, names
 * its change and wants no line, and no other line of a record is in the message. Null where that is not so.
 */
export const recordInBody = (message: string): Reading | null => {
  const loose = looseRecordTrailers(message)
  const last = loose.at(-1)
  if (last === undefined || loose.some(({ setIn }) => setIn)) return null
  if (parseTrailers(message).some(({ key }) => isRecordKey(key))) return null
  const lines = message.split('\n')
  const blank = lines.findIndex((line, at) => at >= last.line && line.trim() === '')
  const trailers = parseTrailers(`${lines.slice(0, blank < 0 ? lines.length : blank).join('\n')}\n`)
  if (trailers.filter(({ key }) => isRecordKey(key)).length !== loose.length) return null
  const reading = readRecord(trailers)
  const isWhole = reading.record?.change != null && reading.record.contributions.length > 0
  return isWhole && reading.faults.length === 0 ? reading : null
}
