/** As many characters of a subject as are shown. */
const maxSubject = 200

/** The first line of a message that is not blank, without white space around it, as git shows it (pretty.c, format_subject); at most 200 characters, none of them halved. */
export const subjectOf = (message: string): string => {
  const start = message.search(/\S/)
  if (start < 0) return ''
  const end = message.indexOf('\n', start)
  const line = message.slice(start, Math.min(end < 0 ? message.length : end, start + maxSubject))
  return line
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
    .toWellFormed()
}

/** A line of somebody's message as it may be put into a new one: without what moves a terminal's cursor or turns text around. */
export const plainLine = (text: string): string => text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
