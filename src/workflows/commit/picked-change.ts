import { readFileSync } from 'node:fs'
import type { Environment } from '../../core/environment.js'
import { parseTrailers, trailerBlock } from '../../core/trailer/parse.js'
import { readRecord } from '../../core/trailer/read.js'
import { pickedNow } from '../../git/in-progress.js'
import { commentCharacter, isEdited } from '../../git/message.js'
import { stagesLinesOf } from '../../git/picked-lines.js'
import { patchIdsOf, stagedPatchId } from '../../git/staged-patch-id.js'
import type { Location } from '../../store/location.js'
import { writeMessage } from './message-file.js'
import { isWhole } from './sound-record.js'

type Asking = { readonly location: Location; readonly messageFile: string; readonly env: Environment }

/**
 * A commit that is picked or rebased brings its record, which names its change with the lines around it. Where others stand around
 * the same lines now, the record is bound to the change as it is here: only one that was bound to the commit it comes from, which
 * adds and takes away the very same lines. After a conflict hooks/prepare-commit-msg does not ask.
 */
export const bindPicked = ({ location: { top, gitDir }, messageFile, env }: Asking): void => {
  const picked = pickedNow(gitDir)
  if (picked === null) return
  const text = readFileSync(messageFile).toString('latin1')
  const comment = commentCharacter(top, text, isEdited(env))
  const { record, faults } = readRecord(parseTrailers(text, comment))
  const change = record?.change ?? null
  if (change === null || !isWhole(faults)) return
  if (patchIdsOf(top, [picked]).get(picked) !== change || !stagesLinesOf(top, picked)) return
  const { start, end } = trailerBlock(text, comment)
  const own = stagedPatchId(top, 'HEAD', picked.length === 64 ? 64 : 40)
  const line = new RegExp(`^(ai-change[ \\t]*:\\s*patch-id:)${change}`, 'im')
  const block = text.slice(start, end).replace(line, `$1${own}`)
  writeMessage(messageFile, Buffer.from(text.slice(0, start) + block + text.slice(end), 'latin1'))
}
