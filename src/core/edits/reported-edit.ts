import type { ReportedFile } from './event.js'
import { atLine, replaced, withEndsOf } from './replaced.js'

/** Without a look at the file before the edit: what the payload says it was, if undoing what it says leads there. */
export const derivedBefore = (said: ReportedFile | undefined, after: string | null): string | null | undefined => {
  if (said === undefined) return undefined
  // Said to be new, and holding more than was written into it, it was there before.
  const isOld = said.original === null && said.written !== null && said.written !== after
  if (said.original !== undefined) return isOld ? undefined : said.original
  if (after === null) return undefined
  let text = after
  for (const { old, new: fresh, line } of [...said.replacements].reverse()) {
    if (line !== undefined) {
      const undone = atLine(text, line, { old: fresh, fresh: old })
      if (undone === null) return undefined
      text = undone
      continue
    }
    const [was, is] = text.includes(fresh) ? [old, fresh] : [withEndsOf(text, old), withEndsOf(text, fresh)]
    const at = is === '' ? -1 : text.indexOf(is)
    if (at < 0 || text.indexOf(is, at + 1) >= 0) return undefined
    text = text.slice(0, at) + was + text.slice(at + is.length)
  }
  return said.replacements.length === 0 ? undefined : text
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
    if (made === null && one.line !== undefined) return null
    text = made ?? text
  }
  return text
}
