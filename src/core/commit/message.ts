import { isRecordKey } from '../trailer/keys.js'
import { cutAt, scissors } from '../trailer/scissors.js'

/** Where the text that a person wrote ends: at scissors alone on their line, as git has it (wt-status.c, cut_line), else at the end. */
const textEnd = (message: string, commentChar: string): number => cutAt(message, `${scissors(commentChar)}\n`)

/** What git will keep of a message under its default clean-up: no comments, nothing below the cut line, no outer blank lines. */
export const keptText = (message: string, commentChar: string): string =>
  message
    .slice(0, textEnd(message, commentChar))
    .split('\n')
    .filter((line) => !line.startsWith(commentChar))
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()

/** The message without lines that were put into it as they stand, wherever they are now; once. */
export const withoutLines = (message: string, lines: string): string => {
  const at = lines === '' ? -1 : `\n${message}`.indexOf(`\n${lines}`)
  return at < 0 ? message : message.slice(0, at) + message.slice(at + lines.length)
}

/** The list of conflicts that git puts at the end of a message, whatever begins its comments (sequencer.c, append_conflicts_hint). */
const conflicts = /\n(\S+) Conflicts:\n(?:\1\t[^\n]*(?:\n|$))+\s*$/

/**
 * The message without the record in its last paragraph: lines of our keys with the lines folded under them, when they stand
 * in the last block of lines that are no comment of git's. Text elsewhere is left as it is, and so is everything from the cut line on.
 */
export const withoutRecord = (message: string, commentChar: string): string => {
  const cut = textEnd(message, commentChar)
  const lines = message.slice(0, cut).split('\n')
  const end = lines.length - (conflicts.exec(message.slice(0, cut))?.[0].split('\n').length ?? 1) + 1
  const isBody = (line: string, at: number) => at < end && line.trim() !== '' && !line.startsWith(commentChar)
  const last = lines.findLastIndex(isBody)
  let first = last
  while (first > 0 && (lines[first - 1] ?? '').trim() !== '') first -= 1
  const kept: string[] = []
  let dropping = false
  lines.forEach((line, index) => {
    dropping = index >= first && index <= last && (dropping && /^[ \t]/.test(line) ? true : ours(line))
    if (!dropping) kept.push(line)
  })
  return kept.join('\n') + message.slice(cut)
}

/** The message without any record, wherever one stands: what git puts together of several messages holds each of theirs. */
export const withoutRecords = (message: string, commentChar: string): string => {
  const cut = textEnd(message, commentChar)
  let dropping = false
  const kept = message
    .slice(0, cut)
    .split('\n')
    .filter((line) => {
      dropping = (dropping && /^[ \t]/.test(line)) || ours(line)
      return !dropping
    })
  return kept.join('\n') + message.slice(cut)
}

const ours = (line: string): boolean => {
  const match = /^([A-Za-z-]{1,40})[ \t]*:/.exec(line)
  return match?.[1] !== undefined && isRecordKey(match[1])
}
