import { isUtf8Name } from '../core/commit/commit-encoding.js'
import type { Environment } from '../core/environment.js'
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
  const config = comment === noComments ? [] : commentConfig(comment)
  const args = [...config, 'interpret-trailers', '--no-divider', '--parse']
  return git(args, { cwd: '/', input: message, env: bare }).toString('utf8')
}

/** What begins a comment, of a message that was read a character a byte, as git is told of it. */
export const commentConfig = (comment: string): readonly string[] => [
  '-c',
  `core.commentChar=${Buffer.from(comment, 'latin1').toString('utf8')}`,
]

/**
 * What begins a comment line in a message (latin1, a character a byte) that git is to take into a commit: as it is configured, `#`
 * where it is not. Where no editor was open (`edited`) every line is text, unless git's own comments stand there that it takes away again.
 */
export const commentCharacter = (cwd: string, message: string, edited: boolean): string => {
  if (!edited && !mayHoldComments(message)) return noComments
  const value = configuredComment(cwd)
  const comment = value.toLowerCase() === 'auto' ? chosenComment(message) : value === '' ? '#' : value
  if (edited) return comment
  return holdsComments(message, comment) && !keepsConflicts(message, comment) ? comment : noComments
}

/**
 * `core.commentChar` and `core.commentString` are one setting by two names, of which the last that is set counts (git-config(1),
 * 2.45); before git 2.45 the second is none. hooks/parts/none.sh asks in the same way.
 */
const configuredComment = (cwd: string): string => {
  const { stdout } = tryGit(['config', '-z', '--get-regexp', '^core\\.comment(char|string)$'], { cwd })
  const set = stdout
    .toString('latin1')
    .split('\0')
    .map((entry) => /^core\.comment(char|string)\n(.*)$/s.exec(entry))
    .flatMap((match) => (match === null ? [] : [{ name: match[1], value: match[2] ?? '' }]))
  const isAsked = set.at(-1)?.name === 'string' && !knowsCommentString(cwd)
  const counts = isAsked ? set.filter(({ name }) => name === 'char') : set
  return counts.at(-1)?.value ?? ''
}

const knowsCommentString = (cwd: string): boolean => {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(tryGit(['version'], { cwd }).stdout.toString('latin1')) ?? []
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 45)
}

/** False where git is told that a message is in another encoding, in which it then is read (git-config(1), i18n.commitEncoding). */
export const isUtf8Message = (cwd: string): boolean => {
  const { stdout } = tryGit(['config', '--get', 'i18n.commitEncoding'], { cwd })
  return stdout.length === 0 || isUtf8Name(stdout.toString('latin1').replace(/\n$/, ''))
}

/** git opens no editor where it sets GIT_EDITOR to `:` for its hooks (git-commit(1), builtin/commit.c); a person may as well. */
export const isEdited = (env: Environment): boolean => env['GIT_EDITOR'] !== ':'
