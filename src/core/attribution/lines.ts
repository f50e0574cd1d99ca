/** Text as lines; the empty line after a final newline is none. */
export const linesOf = (text: string | null): readonly string[] => {
  if (text === null || text === '') return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** A line without its white space: two lines are the same when these are (spec: "the same but for white space"). */
export const bare = (line: string): string => line.replace(/\s+/g, '')

/** True for a line with something to read in it: a brace or a blank line stands in every file. */
export const hasWord = (line: string): boolean => /[\p{L}\p{N}]/u.test(line)

/** Enough of a line to be recognised anywhere: a brace or a blank line stands in every file. */
export const isTelling = (bareLine: string): boolean =>
  bareLine.length >= 6 && /[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(bareLine)
