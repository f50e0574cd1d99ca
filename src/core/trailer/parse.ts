import { isRecordKey, type Trailer } from './keys.js'
import { cutAt, scissors } from './scissors.js'

/** White space as git's own character table has it (git-compat-util.h, sane_ctype): blank, tab, newline, carriage return. */
const isSpace = (char: string | undefined) => char === ' ' || char === '\t' || char === '\n' || char === '\r'

/** Lines that git itself writes; one of them makes a block of mostly prose a trailer block (trailer.c, git_generated_prefixes). */
const gitPrefixes = ['Signed-off-by: ', '(cherry picked from commit ']

/** What begins a comment where nothing else is configured. */
const defaultComment = '#'

/** Where a block of trailers begins and ends in a message, as offsets into the string; equal where there is none. */
export type Block = { readonly start: number; readonly end: number }

/**
 * The trailers of a message as `git log --format='%(trailers:only,unfold)'` and `git interpret-trailers --parse --no-divider`
 * read them without configuration; values unfolded. Where the two differ, at blank lines before the subject, it is git log
 * that is followed. Re-made from git's trailer.c (2.39); linear in the message's length.
 */
export const parseTrailers = (message: string, comment: string = defaultComment): readonly Trailer[] => {
  const { start, end } = trailerBlock(message, comment)
  if (start === end) return []
  return foldedLines(message.slice(start, end)).flatMap((line) => {
    const at = separatorOf(line)
    return at < 1 ? [] : [{ key: trim(line.slice(0, at)), value: unfold(line.slice(at + 1)) }]
  })
}

/** Trailers as text, one `Key: value` a line. */
export const trailerLines = (trailers: readonly Trailer[]): string =>
  trailers.map(({ key, value }) => `${key}: ${value}\n`).join('')

/** The record in a message as git reads it, one `Key: value` a line. */
export const recordLines = (message: string): string =>
  trailerLines(parseTrailers(message).filter(({ key }) => isRecordKey(key)))

/** The last paragraph of the message, when git takes it for trailers; where it is none, both ends are where one would begin. */
export const trailerBlock = (message: string, comment: string = defaultComment): Block => {
  const from = subjectStart(message)
  const nul = message.indexOf('\0', from)
  // git's message is a C string: what stands behind a NUL is not there for it.
  const text = message.slice(from, nul < 0 ? message.length : nul)
  const end = text.length - ignoredTail(text, comment)
  return { start: from + blockStart(text, end, comment), end: from + end }
}

/** Offset of the first line that is not blank, where git begins to read a commit's message (pretty.c, skip_blank_lines). */
const subjectStart = (message: string): number => {
  let line = 0
  while (line < message.length && isBlank(message, line, message.length)) line = nextLine(message, line, message.length)
  return line
}

/** A line of ours that git does not read, for it stands outside the block; `line` counts from 1. `setIn` where blanks stand before it. */
export type LooseTrailer = Trailer & { readonly line: number; readonly setIn: boolean }

/**
 * Lines with our keys at their start outside the block that git reads: squash merges and agents leave them mid-message, and
 * `git merge --squash` sets whole messages in by four blanks (git-merge(1); pretty.c, pp_remainder).
 */
export const looseRecordTrailers = (message: string): readonly LooseTrailer[] => {
  if (!/^[ \t]*ai-/im.test(message)) return []
  const { start, end } = trailerBlock(message)
  const found: LooseTrailer[] = []
  let offset = 0
  message.split('\n').forEach((text, index) => {
    const from = text.search(/[^ \t]|$/)
    const at = separatorOf(text, from)
    const key = at < 1 ? '' : trim(text.slice(from, from + at))
    if (isRecordKey(key) && (offset < start || offset >= end))
      found.push({ key, value: trim(text.slice(from + at + 1)), line: index + 1, setIn: from > 0 })
    offset += text.length + 1
  })
  return found
}

/** Length of what git passes over at the end: comments, an old `Conflicts:` list, all below a scissors line (commit.c, ignored_log_message_bytes). */
const ignoredTail = (message: string, comment: string): number => {
  const cutoff = cutAt(message, `${scissors(comment)}\n`)
  // As in git, 0 stands for none, so that comments at the very start begin no run.
  let comments = 0
  let inConflicts = false
  for (let line = 0; line < cutoff; line = nextLine(message, line, message.length)) {
    const first = message[line]
    if (message.startsWith(comment, line) || first === '\n') {
      if (comments === 0) comments = line
    } else if (message.startsWith('Conflicts:\n', line)) {
      inConflicts = true
      if (comments === 0) comments = line
    } else if (!(inConflicts && first === '\t') && comments > 0) {
      comments = 0
      inConflicts = false
    }
  }
  return message.length - (comments > 0 ? comments : cutoff)
}

const nextLine = (text: string, from: number, end: number): number => {
  const at = text.indexOf('\n', from)
  return at < 0 || at >= end ? end : at + 1
}

const isBlank = (text: string, from: number, end: number): boolean => {
  let at = from
  while (at < end && text[at] !== '\n' && isSpace(text[at])) at += 1
  return at >= end || text[at] === '\n'
}

/** Where the first paragraph, which is never trailers, ends. */
const titleEnd = (message: string, end: number, comment: string): number => {
  for (let line = 0; line < end; line = nextLine(message, line, end)) {
    if (message.startsWith(comment, line)) continue
    if (isBlank(message, line, end)) return line
  }
  return end
}

/** Walks back from the end to the blank line above the block (trailer.c, find_trailer_start); `end` where it is no block. */
const blockStart = (message: string, end: number, comment: string): number => {
  const title = titleEnd(message, end, comment)
  const seen = { trailers: 0, others: 0, folded: 0, recognized: false, onlySpaces: true }
  for (let line = lineBefore(message, end); line >= title && line >= 0; line = lineBefore(message, line)) {
    if (message.startsWith(comment, line)) {
      seen.others += seen.folded
      seen.folded = 0
    } else if (isBlank(message, line, end)) {
      if (seen.onlySpaces) continue
      seen.others += seen.folded
      const isBlock = seen.recognized ? seen.trailers * 3 >= seen.others : seen.trailers > 0 && seen.others === 0
      return isBlock ? nextLine(message, line, end) : end
    } else {
      seen.onlySpaces = false
      countLine(message.slice(line, nextLine(message, line, end)), seen)
    }
  }
  return end
}

const countLine = (
  line: string,
  seen: { trailers: number; others: number; folded: number; recognized: boolean },
): void => {
  if (gitPrefixes.some((prefix) => line.startsWith(prefix))) {
    seen.trailers += 1
    seen.folded = 0
    seen.recognized = true
  } else if (separatorOf(line) >= 1 && !isSpace(line[0])) {
    seen.trailers += 1
    seen.folded = 0
  } else if (isSpace(line[0])) {
    seen.folded += 1
  } else {
    seen.others += 1 + seen.folded
    seen.folded = 0
  }
}

/** Start of the line before the one that begins (or the text that ends) at `at`; -1 before the first (trailer.c, last_line). */
const lineBefore = (text: string, at: number): number =>
  at <= 0 ? -1 : at === 1 ? 0 : text.lastIndexOf('\n', at - 2) + 1

/** Offset of the colon after a key of letters, digits and dashes, white space before the colon allowed; -1 without one (trailer.c, find_separator). */
const separatorOf = (text: string, from = 0): number => {
  let at = from
  while (isKeyCode(text.charCodeAt(at))) at += 1
  while (at > from && (text[at] === ' ' || text[at] === '\t')) at += 1
  return text[at] === ':' ? at - from : -1
}

const isKeyCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 45

/** Lines of a block, each with the lines folded under it. */
const foldedLines = (block: string): readonly string[] => {
  const lines: string[] = []
  let start = 0
  let open = false
  for (let line = 0; line < block.length; line = nextLine(block, line, block.length)) {
    if (open && isSpace(block[line])) continue
    if (line > start) lines.push(block.slice(start, line))
    start = line
    open = separatorOf(block, line) >= 1
  }
  return [...lines, block.slice(start)]
}

/** A newline and the white space after it become one blank (trailer.c, unfold_value). */
const unfold = (value: string): string => trim(trim(value).replace(/\n[ \t\n\r]*/g, ' '))

/** Without git's white space at both ends, and no other: a no-break space stays. */
const trim = (text: string): string => {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text[start])) start += 1
  while (end > start && isSpace(text[end - 1])) end -= 1
  return text.slice(start, end)
}
