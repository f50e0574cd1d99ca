import type { ReportedFile } from './event.js'

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
  for (const { old, new: fresh, all, line } of said.replacements) {
    if (line !== undefined) {
      const made = atLine(text, line, { old, fresh })
      if (made === null) return null
      text = made
      continue
    }
    const at = text.indexOf(old)
    // Nothing can be found anywhere but in nothing.
    if (at < 0 || (old === '' && text !== '')) return null
    text = all ? text.split(old).join(fresh) : text.slice(0, at) + fresh + text.slice(at + old.length)
  }
  return text
}

type Lines = { readonly old: string; readonly fresh: string }

/** The text with other lines from a line on, whose ends stay as they are; null where the old ones are not there. */
const atLine = (text: string, line: number, { old, fresh }: Lines): string | null => {
  const lines = text.split('\n')
  const gone = old.split('\n')
  const bare = (at: number) => lines[at]?.replace(/\r$/, '')
  if (gone.some((one, index) => bare(line - 1 + index) !== one)) return null
  const end = lines[line - 1]?.endsWith('\r') ? '\r' : ''
  const made = fresh.split('\n').map((one) => `${one}${end}`)
  return [...lines.slice(0, line - 1), ...made, ...lines.slice(line - 1 + gone.length)].join('\n')
}
