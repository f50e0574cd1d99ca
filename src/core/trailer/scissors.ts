/**
 * git's line of scissors, below which it shows the diff of `commit -v` and keeps nothing (wt-status.c, cut_line), with what begins
 * its comments. The shell reads it in hooks/parts/message.sh and hooks/parts/none.sh.
 */
export const scissors = (comment: string): string => `${comment} ------------------------ >8 ------------------------`

/** Offset of the first line that begins like this one, which may go on over several; the message's length where none does. */
export const cutAt = (message: string, line: string): number => {
  if (message.startsWith(line)) return 0
  const at = message.indexOf(`\n${line}`)
  return at < 0 ? message.length : at + 1
}

/** True where a message has git's line of scissors, whole. */
export const hasScissors = (message: string, comment: string): boolean =>
  `\n${message}\n`.includes(`\n${scissors(comment)}\n`)
