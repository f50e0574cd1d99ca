import type { ReportedFile } from './event.js'

/** Without a look at the file before the edit: what the payload says it was, if undoing what it says leads there. */
export const derivedBefore = (said: ReportedFile | undefined, after: string | null): string | null | undefined => {
  if (said === undefined) return undefined
  // Said to be new, and holding more than was written into it, it was there before.
  const isOld = said.original === null && said.written !== null && said.written !== after
  if (said.original !== undefined) return isOld ? undefined : said.original
  if (after === null) return undefined
  let text = after
  for (const { old, new: fresh } of [...said.replacements].reverse()) {
    const at = fresh === '' ? -1 : text.indexOf(fresh)
    if (at < 0 || text.indexOf(fresh, at + 1) >= 0) return undefined
    text = text.slice(0, at) + old + text.slice(at + fresh.length)
  }
  return said.replacements.length === 0 ? undefined : text
}

/** What the agent proposed, where a person changed it in the approval view before it was written. */
export const proposal = (said: ReportedFile | undefined, before: string | null | undefined): { proposed?: string } => {
  if (said === undefined || !said.userModified || before === undefined) return {}
  const proposed = outcomeOf(said, before)
  return proposed === null ? {} : { proposed }
}

/** What an edit makes of a text, by what is said of it; null where that does not fit the text. */
export const outcomeOf = (said: ReportedFile, before: string | null): string | null => {
  if (said.written !== null) return said.written
  if (said.replacements.length === 0) return null
  let text = before ?? ''
  for (const { old, new: fresh, all } of said.replacements) {
    const at = text.indexOf(old)
    if (at < 0) return null
    text = all ? text.split(old).join(fresh) : text.slice(0, at) + fresh + text.slice(at + old.length)
  }
  return text
}
