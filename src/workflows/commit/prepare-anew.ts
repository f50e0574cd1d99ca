import { readFileSync } from 'node:fs'
import { withoutLines } from '../../core/commit/message.js'
import { dropPrepared, readPrepared } from '../../store/kept.js'
import { finishCommit } from './finish-commit.js'
import { writeMessage } from './message-file.js'
import { holdsRecord, type PrepareInput, prepareMessage } from './prepare-message.js'

/**
 * commit-msg of a commit that prepare-commit-msg did not see, or saw in another state: git gui asks for a message when it opens, and
 * JGit never does. What was prepared goes; where the message has a record already, as in an amend of theirs, that is left alone.
 */
export const prepareAnew = (input: Omit<PrepareInput, 'flow'>): void => {
  const { location, messageFile } = input
  finishCommit(location)
  const before = Buffer.from(readPrepared(location)?.lines ?? '').toString('latin1')
  const message = readFileSync(messageFile, 'latin1')
  const text = withoutLines(message, before)
  if (text !== message) writeMessage(messageFile, Buffer.from(text, 'latin1'))
  if (holdsRecord(text)) dropPrepared(location)
  else prepareMessage({ ...input, flow: 'editor', mayAmend: true })
}
