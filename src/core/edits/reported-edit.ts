import { bare, linesOf } from '../attribution/lines.js'
import type { FileSnapshot, ReportedFile } from './event.js'
import { atLine, atOnlyPlace, replaced, withEndsOf } from './replaced.js'

/** Without a look at the file before the edit: what the payload says it was, if undoing what it says leads there. */
export const derivedBefore = (said: ReportedFile | undefined, after: string | null): string | null | undefined => {
  if (said === undefined) return undefined
  // Said to be new, and holding more than was written into it, it was there before.
  const isOld = said.original === null && said.written !== null && said.written !== after
  if (said.original !== undefined) return isOld ? undefined : said.original
  return after === null ? undefined : undone(said, after)
}

/** True where a text is what an agent's words make of a file. */
export const isMadeBy = (said: ReportedFile, after: FileSnapshot['content']): boolean =>
  typeof after === 'string' && (said.written === after || derivedBefore(said, after) !== undefined)

/** A file at the look before an edit, after the last other edit that was told of since, and after this one. */
type Looked = { readonly [moment in 'looked' | 'since' | 'after']: string | null | undefined }

/**
 * How a file stood when an edit of an agent's was carried out, by what the agent says to the letter, and else as it was looked at:
 * where a permission was waited for, a person may have written on since. Agents find a place by its words, whatever its white space.
 */
export const toldBefore = (
  said: ReportedFile | undefined,
  { looked, since, after }: Looked,
): string | null | undefined => {
  if (said === undefined || said.userModified || said.replacements.length === 0) return since
  if (typeof since !== 'string' || typeof after !== 'string') return since
  const isOriginal = typeof said.original === 'string' && outcomeOf(said, said.original) !== null
  const told = isOriginal ? withEndsOf(after, said.original ?? '') : undone(said, after)
  if (told === undefined || linesIn(told).join('\n') === linesIn(since).join('\n')) return since
  // A line that never stood there was made by a formatter of the agent's words, or typed into them: nobody can tell the two apart.
  const stood = new Set([looked ?? '', since, after].flatMap(linesIn))
  return isOriginal || linesIn(told).every((line) => stood.has(line)) ? told : since
}

const linesIn = (text: string): readonly string[] => linesOf(text).map(bare)

/** The text before what an agent says it replaced; undefined where it is not there, or stands at several places. */
const undone = ({ replacements }: ReportedFile, after: string): string | undefined => {
  if (replacements.length === 0) return undefined
  const isPlain = withEndsOf(after, after) !== after || replacements.some((one) => one.line !== undefined)
  const plain = (said: string) => (isPlain ? said : said.replaceAll('\r\n', '\n'))
  let text = plain(after)
  for (const { old, new: fresh, line, hunk } of replacements.toReversed()) {
    const back = { old: plain(fresh), fresh: plain(old), hunk }
    const before = line !== undefined ? atLine(text, line, back) : fresh === '' ? null : atOnlyPlace(text, back)
    if (before === null) return undefined
    text = before
  }
  return isPlain ? text : withEndsOf(after, text)
}

/** What the agent proposed, where a person changed it in the approval view before it was written. */
export const proposal = (said: ReportedFile | undefined, before: string | null | undefined): { proposed?: string } => {
  if (said === undefined || !said.userModified || before === undefined) return {}
  const proposed = outcomeOf(said, before)
  return proposed === null ? {} : { proposed }
}

/**
 * What an edit makes of a text, by what is said of it; null where that does not fit the text. Of several replacements those that fit
 * are made (Crush 0.90.0, internal/agent/tools/multiedit.go); where a tool makes all of them or none, it tells of no edit then.
 */
export const outcomeOf = (said: ReportedFile, before: string | null): string | null => {
  if (said.written !== null) return said.written
  let text: string | null = null
  for (const one of said.replacements) {
    const made = replaced(text ?? before ?? '', one)
    if (made === null && (one.line !== undefined || one.hunk)) return null
    text = made ?? text
  }
  return text
}
