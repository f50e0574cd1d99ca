import type { Replacement } from './event.js'

/**
 * What a replacement makes of a text; null where it does not fit. Old text that stands there more than once fits only where
 * all of it is meant. As the most lenient of the agents' tools takes it (Crush 0.90.0, internal/agent/tools/edit.go and
 * edit_whitespace.go): with the line ends of Unix it fits a text with those of Windows, and where it stands nowhere, the
 * whole lines that are the same but for white space.
 */
export const replaced = (text: string, said: Replacement): string | null => {
  const { old, all, line } = said
  const fresh = withEndsOf(text, said.new)
  if (line !== undefined) return atLine(text, line, { old, fresh: said.new })
  if (said.hunk && old !== '') return atOnlyPlace(text, { old, fresh: said.new, hunk: true })
  // Nothing can be found anywhere but in nothing.
  if (old === '') return text === '' ? said.new : null
  const here = [withEndsOf(text, old), old].find((one) => text.includes(one))
  if (here === undefined) return alikeLines(text, said)
  return all || text.indexOf(here) === text.lastIndexOf(here) ? text.split(here).join(fresh) : null
}

/** What is said of a text, with the line ends of Windows where the text has them. */
export const withEndsOf = (text: string, said: string): string =>
  text.includes('\r\n') ? said.replaceAll(/\r?\n/g, '\r\n') : said

type Lines = { readonly old: string; readonly fresh: string }

/** The text with other lines from a line on, whose ends stay as they are; null where the old ones are not there. */
export const atLine = (text: string, line: number, { old, fresh }: Lines): string | null => {
  const lines = text.split('\n')
  const gone = old.split('\n')
  const bare = (at: number) => lines[at]?.replace(/\r$/, '')
  if (gone.some((one, index) => bare(line - 1 + index) !== one)) return null
  const end = lines[line - 1]?.endsWith('\r') ? '\r' : ''
  const made = fresh.split('\n').map((one) => `${one}${end}`)
  return [...lines.slice(0, line - 1), ...made, ...lines.slice(line - 1 + gone.length)].join('\n')
}

type Part = Lines & { readonly hunk: true | undefined }

/** The text with other words in place of those that stand there once, at the beginning of a line for a hunk; else null. */
export const atOnlyPlace = (text: string, { old, fresh, hunk }: Part): string | null => {
  const [lead, within] = hunk ? ['\n', `\n${text}`] : ['', text]
  const at = within.indexOf(lead + old)
  return at < 0 || within.includes(lead + old, at + 1) ? null : text.slice(0, at) + fresh + text.slice(at + old.length)
}

/** How such lines are indented, and blanks within them, count for nothing where lines are counted: what is new stays as it is said. */
const alikeLines = (text: string, { old, new: fresh, all }: Replacement): string | null => {
  const wanted = collapsed(old)
  if (wanted.trim() === '') return null
  const begins = placesIn(collapsed(text), wanted)
  if (begins.length === 0 || (begins.length > 1 && !all)) return null
  const [lines, length] = [text.split('\n'), old.split('\n').length]
  const made = begins.flatMap((begin, index) => [
    ...lines.slice(index === 0 ? 0 : (begins[index - 1] ?? 0) + length, begin),
    withEndsOf(text, fresh),
  ])
  return [...made, ...lines.slice((begins.at(-1) ?? 0) + length)].join('\n')
}

/** Each line with one blank for any white space, and none at its ends. */
const collapsed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim().replaceAll(/\s+/g, ' '))
    .join('\n')

/** The lines, counted from 0, at which whole lines of a text begin that are the wanted ones. */
const placesIn = (text: string, wanted: string): readonly number[] => {
  const [all, one] = [`\n${text}\n`, `\n${wanted}\n`]
  const places: number[] = []
  let [line, counted] = [0, 0]
  for (let at = all.indexOf(one); at >= 0; at = all.indexOf(one, at + one.length - 1)) {
    line += all.slice(counted, at).split('\n').length - 1
    counted = at
    places.push(line)
  }
  return places
}
