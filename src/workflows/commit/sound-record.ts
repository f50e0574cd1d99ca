import type { Fault } from '../../core/fault.js'
import type { CommitRecord } from '../../core/record/record.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { readRecord } from '../../core/trailer/read.js'

/** True for a record that can be taken as written: at most a line of it is not there. */
export const isWhole = (faults: readonly Pick<Fault, 'code'>[]): boolean =>
  faults.every(({ code }) => code === 'field-missing')

/** The record in a message, where it can be taken as written; a broken one is not carried on. */
export const soundRecord = (message: string): CommitRecord | null => {
  const { record, faults } = readRecord(parseTrailers(message))
  return isWhole(faults) ? record : null
}
