import { isRecordKey, type Trailer } from './keys.js'
import { parseTrailers, trailerBlock, trailerLines } from './parse.js'
import { hasScissors, scissors } from './scissors.js'

/** A comment character for messages in which every line is text: none begins with it. */
export const noComments = '\0'

/**
 * The message (latin1, a character a byte) with trailers added where git-interpret-trailers(1) would add them: at the end of
 * its block, or as a block of their own, above comments and scissors. Nothing else is touched, where git prints the block anew
 * and makes `https: //` of `https://`. A record's lines may repeat (two tools, one prompt); a project's own are not repeated.
 */
export const insertTrailers = (message: string, trailers: readonly Trailer[], comment: string): string => {
  const { start, end } = trailerBlock(message, comment)
  const present = parseTrailers(message, comment)
  const isNew = ({ key, value }: Trailer) =>
    isRecordKey(key) || !present.some((one) => one.key.toLowerCase() === key.toLowerCase() && one.value === value)
  const lines = Buffer.from(trailerLines(trailers.filter(isNew))).toString('latin1')
  if (lines === '') return message
  // Lines of nothing but blanks below a block would part it from what is added.
  const blanks = start < end ? (/\n((?:[ \t\r]*\n)*)$/.exec(message.slice(start, end))?.[1]?.length ?? 0) : 0
  const at = end - blanks
  const above = message.slice(0, at)
  const whole = above === '' || above.endsWith('\n') ? above : `${above}\n`
  const gap = start < end || /(?:^|\n)[ \t\r]*\n$/.test(whole) ? '' : '\n'
  return whole + gap + lines + message.slice(at)
}

const lastParagraph = (message: string): readonly string[] => {
  const text = message.trimEnd()
  return text
    .slice(text.lastIndexOf('\n\n') + 1)
    .trimStart()
    .split('\n')
}

/** False where a message holds nothing of git's own, whatever begins its comments; a quick look. */
export const mayHoldComments = (message: string): boolean =>
  message.includes(scissors('')) || /^[^\p{L}\p{N}]/u.test(lastParagraph(message)[0] ?? '')

/** True where git has put comments into a message: scissors, or a last paragraph of them, which has more than a line. */
export const holdsComments = (message: string, comment: string): boolean => {
  const last = lastParagraph(message)
  const isComment = (line: string) =>
    line === comment || line.startsWith(`${comment} `) || line.startsWith(`${comment}\t`)
  return hasScissors(message, comment) || (last.length > 1 && last.every(isComment))
}

/**
 * True where a message ends with the list of conflicts that git put there, and with nothing that it tells a person in an editor:
 * such a list stays in the commit, as text. Below scissors that every git knows (`#`) nothing is read.
 */
export const keepsConflicts = (message: string, comment: string): boolean => {
  const lines = message.trimEnd().split('\n')
  const last = lines.findLastIndex((line) => !line.startsWith(`${comment}\t`))
  return lines[last] === `${comment} Conflicts:` && last < lines.length - 1 && !hasScissors(message, '#')
}

/** Those that git chooses from for `core.commentChar` `auto` (builtin/commit.c, adjust_comment_line_char). */
const choices = Array.from('#;@!$%^&|:')

/** What `core.commentChar` `auto` came to in a message: by its line of scissors, or by its last line, which is git's. */
export const chosenComment = (message: string): string =>
  choices.find((one) => hasScissors(message, one)) ??
  choices.find((one) => lastParagraph(message).at(-1)?.startsWith(one)) ??
  '#'
