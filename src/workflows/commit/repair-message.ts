import { readFileSync } from 'node:fs'
import type { Flow } from '../../core/commit/flow.js'
import { keptText, withoutLines, withoutRecord } from '../../core/commit/message.js'
import type { Environment } from '../../core/environment.js'
import { keys } from '../../core/trailer/keys.js'
import { addTrailers, commentCharacter, isEdited, parsedTrailers } from '../../git/message.js'
import { readLive } from '../../store/live.js'
import type { Location } from '../../store/location.js'
import { isObserving } from '../../store/missed.js'
import { readSettings } from '../../store/settings.js'
import { writeMessage } from './message-file.js'
import { holdsRecord, saysAi } from './prepare-message.js'

export type RepairInput = {
  readonly location: Location
  readonly env: Environment
  readonly messageFile: string
  readonly flow: Flow
  readonly prepared: { readonly trailers: string; readonly lines: string }
}

const observedNone = 'AI-Tool: none; basis=observed\n'

/** commit-msg where nothing was prepared: the hooks were live and saw no agent, unless the message as it stands now says otherwise. */
export const writeNone = ({
  location,
  messageFile,
  env,
}: Pick<RepairInput, 'location' | 'messageFile' | 'env'>): void => {
  if (!isObserving(location, readLive(location, env['HOME'] ?? '')) || !readSettings(location).noneRecord) return
  const message = readFileSync(messageFile)
  const text = message.toString('utf8')
  if (saysAi(text) || holdsRecord(text)) return
  const trailer = { key: keys.tool, value: 'none; basis=observed' }
  const comment = commentCharacter(location.top, message.toString('latin1'), isEdited(env))
  const written = addTrailers(message, [trailer], comment)
  writeMessage(messageFile, written)
}

/** What commit-msg made of the message. */
export type Repair = 'untouched' | 'written' | 'not-parsed'

/**
 * commit-msg: puts the prepared record into the message as the person left it, and reads it back through git.
 * A message left empty, or a template left as it was, stays so: git aborts on it, and must (git-commit(1)).
 */
export const repairMessage = ({ location, messageFile, flow, env, prepared }: RepairInput): Repair => {
  const message = readFileSync(messageFile)
  const commentChar = commentCharacter(location.top, message.toString('latin1'), isEdited(env))
  if (prepared.trailers === observedNone && saysAi(message.toString('utf8'))) return 'untouched'
  // Text that a person wrote below the record leaves that in the middle: what we put there goes first.
  const text = withoutRecord(
    withoutLines(message.toString('latin1'), Buffer.from(prepared.lines).toString('latin1')),
    commentChar,
  )
  const template = flow === 'template' ? readFileSync(`${location.state}/template`, 'latin1') : ''
  const kept = keptText(text, commentChar)
  if (kept === '' || (flow === 'template' && kept === keptText(template, commentChar))) {
    writeMessage(messageFile, Buffer.from(text, 'latin1'))
    return 'untouched'
  }
  const trailers = prepared.lines.split('\n').flatMap((line) => {
    const colon = line.indexOf(': ')
    return colon < 0 ? [] : [{ key: line.slice(0, colon), value: line.slice(colon + 2) }]
  })
  const replaced = addTrailers(Buffer.from(text, 'latin1'), trailers, commentChar)
  writeMessage(messageFile, replaced)
  return parsedTrailers(replaced, commentChar).includes(prepared.trailers) ? 'written' : 'not-parsed'
}
