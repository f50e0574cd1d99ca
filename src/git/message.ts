import {
  chosenComment,
  holdsComments,
  insertTrailers,
  keepsConflicts,
  mayHoldComments,
  noComments,
} from '../core/trailer/insert.js'
import type { Trailer } from '../core/trailer/keys.js'
import { git, tryGit } from './run.js'

/** No repository and no configuration, also none of the command line: a person's trailer.* settings must not change what is read. */
const bare = {
  GIT_DIR: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '0',
  GIT_CONFIG_PARAMETERS: '',
}

/** The message with the trailers added at the end of its block, above comments and scissors, and all else as it was. */
export const addTrailers = (message: Buffer, trailers: readonly Trailer[], comment: string): Buffer =>
  Buffer.from(insertTrailers(message.toString('latin1'), trailers, comment), 'latin1')

/** The trailers as git reads them back, unfolded, one `Key: value` a line. */
export const parsedTrailers = (message: Buffer, comment: string): string => {
  // What is no comment to anybody stands above what we wrote; git's own character does for reading it.
  const config = comment === noComments ? [] : ['-c', `core.commentChar=${comment}`]
  const args = [...config, 'interpret-trailers', '--no-divider', '--parse']
  return git(args, { cwd: '/', input: message, env: bare }).toString('utf8')
}

/**
 * What begins a comment line in a message that git is to take into a commit: `core.commentChar`, `#` where it is unset. Where
 * no editor was open (`edited`) every line is text, unless git's own comments stand there that it takes away again.
 */
export const commentCharacter = (cwd: string, message: string, edited: boolean): string => {
  if (!edited && !mayHoldComments(message)) return noComments
  const { stdout } = tryGit(['config', '--get', 'core.commentChar'], { cwd })
  const value = stdout.toString('utf8').replace(/\n$/, '')
  const comment = value === 'auto' ? chosenComment(message) : value === '' ? '#' : value
  if (edited) return comment
  return holdsComments(message, comment) && !keepsConflicts(message, comment) ? comment : noComments
}

/** git opens no editor where it sets GIT_EDITOR to `:` for its hooks (git-commit(1), builtin/commit.c); a person may as well. */
export const isEdited = (env: Readonly<Record<string, string | undefined>>): boolean => env['GIT_EDITOR'] !== ':'
