import { readFileSync } from 'node:fs'
import { withoutRecord } from '../../core/commit/message.js'
import type { Environment } from '../../core/environment.js'
import { cameAlong } from '../../core/record/came-along.js'
import { parseTrailers } from '../../core/trailer/parse.js'
import { readRecord } from '../../core/trailer/read.js'
import { pickedCommit } from '../../git/in-progress.js'
import { commentCharacter, isEdited } from '../../git/message.js'
import { readObjects } from '../../git/objects.js'
import { namesChangedBy, stagedPaths } from '../../git/staged.js'
import type { Location } from '../../store/location.js'
import { writeMessage } from './message-file.js'

type Asking = { readonly location: Location; readonly messageFile: string; readonly env: Environment }

/**
 * A commit that is picked or rebased brings its word that no AI took part, which it said of its own change. Where a conflict was
 * settled, by hand or by a strategy, with more of its text than that, nothing is said: the word is taken out of the message. Returns whether it was.
 */
export const strikePickedNone = ({ location, messageFile, env }: Asking): boolean => {
  const message = readFileSync(messageFile)
  const isNone = readRecord(parseTrailers(message.toString('utf8'))).record?.none != null
  if (!isNone || !bringsMore(location, pickedCommit(location.gitDir))) return false
  const text = message.toString('latin1')
  const bare = withoutRecord(text, commentCharacter(location.top, text, isEdited(env))).replace(/\n{2,}$/, '\n')
  writeMessage(messageFile, Buffer.from(bare, 'latin1'))
  return true
}

/** True where what is staged may hold lines of a commit's text that it did not add itself; so, too, where nobody knows which commit that is. */
export const bringsMore = ({ top }: Location, picked: string | null): boolean => {
  if (picked === null) return true
  const paths = [...new Set([...stagedPaths(top, 'HEAD', 'changed'), ...namesChangedBy(top, picked)])]
  const sides = ['', 'HEAD', picked, `${picked}^`]
  const objects = readObjects(
    top,
    sides.flatMap((side) => paths.map((path) => `${side}:${path}`)),
  )
  const [staged = '', head = '', of = '', parent = ''] = sides.map((_, at) =>
    objects
      .slice(at * paths.length, (at + 1) * paths.length)
      .map((object) => object?.bytes.toString('latin1') ?? '')
      .join('\n'),
  )
  return cameAlong({ staged, head, picked: of, parent })
}
