import { isRecordKey, type Trailer } from '../core/trailer/keys.js'
import { trailerLines } from '../core/trailer/parse.js'
import { git, tryGit } from './run.js'

/** No repository and no configuration: a person's trailer.* settings must not change what is written or read. */
const bare = { GIT_DIR: '/dev/null', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }

const interpret = (commentChar: string) => [
  '-c',
  `core.commentChar=${commentChar}`,
  'interpret-trailers',
  '--no-divider',
]

/** A subject and nothing else, in its bytes. */
const subjectAlone = /^[!-\xff][^\0\n]*\n$/

/** Below a subject alone, a block can begin only in one way: git is not asked to find the place, nor waited for. A comment may be scissors, which have it above them. */
const belowSubject = (message: Buffer, trailers: readonly Trailer[], commentChar: string): Buffer | null => {
  const text = message.toString('latin1')
  const plain =
    subjectAlone.test(text) && !text.startsWith(commentChar) && trailers.every(({ key }) => isRecordKey(key))
  return plain ? Buffer.concat([message, Buffer.from(`\n${trailerLines(trailers)}`)]) : null
}

/** The message with the trailers added at the end of its block, above comments and scissors (git-interpret-trailers(1)). */
export const addTrailers = (message: Buffer, trailers: readonly Trailer[], commentChar: string): Buffer => {
  const written = belowSubject(message, trailers, commentChar)
  if (written !== null) return written
  const added = trailers.flatMap(({ key, value }) => {
    // A record's lines may repeat (two tools, one prompt); a project's own lines need no repeating.
    const ifExists = isRecordKey(key) ? 'add' : 'addIfDifferent'
    return ['--if-exists', ifExists, '--trailer', `${key}: ${value}`]
  })
  const args = [...interpret(commentChar), '--where', 'end', '--if-missing', 'add', ...added]
  return git(args, { cwd: '/', input: message, env: bare })
}

/** The trailers as git reads them back, unfolded, one `Key: value` a line. */
export const parsedTrailers = (message: Buffer, commentChar: string): string =>
  git([...interpret(commentChar), '--parse'], { cwd: '/', input: message, env: bare }).toString('utf8')

/** The character that begins a comment line in messages: `core.commentChar`, `#` where it is unset or `auto`. */
export const commentCharacter = (cwd: string): string => {
  const { stdout } = tryGit(['config', '--get', 'core.commentChar'], { cwd })
  const value = stdout.toString('utf8').replace(/\n$/, '')
  return value === '' || value === 'auto' ? '#' : value
}
