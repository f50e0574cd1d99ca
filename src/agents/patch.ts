import type { Replacement, ReportedFile } from '../core/edits/event.js'
import { firstString, object, text } from './payload.js'

/** The patch in a tool's input, in the form of Codex's `apply_patch`, which other agents took over; null where there is none. */
export const patchIn = (given: unknown): string | null => {
  const patch = typeof given === 'string' ? given : firstString(object(given), 'command', 'input', 'patch', 'patchText')
  return patch?.includes('*** Begin Patch') ? patch : null
}

/** The paths in a patch's headers. */
export const patchedPaths = (patch: string): readonly string[] => sectionsOf(patch.split('\n')).map(({ path }) => path)

type Header = { readonly verb: string; readonly path: string }
type Section = Header & { readonly lines: readonly string[] }

/**
 * The header in a line. Codex's parser lets white space stand around one, but for the end of a hunk, whose lines of context
 * begin with a blank (codex-rs/apply-patch, parser.rs, parse_one_hunk).
 */
const headerIn = (line: string, inHunks: boolean): Header | null => {
  const said = inHunks ? line.trimEnd() : line.trim()
  const [, verb = '', rest = ''] = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/.exec(said) ?? []
  const path = text(rest.trim())
  return path === null ? null : { verb, path }
}

const hasHunks = (verb: string | undefined): boolean => verb === 'Update File' || verb === 'Move to'

/** A patch's headers, each with the lines below it; Codex moves in one section what it updates. */
const sectionsOf = (lines: readonly string[]): readonly Section[] => {
  const sections: (Header & { readonly lines: string[] })[] = []
  for (const line of lines) {
    const last = sections.at(-1)
    const header = headerIn(line, hasHunks(last?.verb))
    if (header === null) last?.lines.push(line)
    else sections.push({ ...header, lines: [] })
  }
  return sections
}

type Patched = Pick<ReportedFile, 'path' | 'replacements' | 'written'>

/** What a patch does to each file that it names; of one that it moves, under the new name. */
export const patchedFiles = (patch: string): readonly Patched[] =>
  sectionsOf(patch.split(/\r?\n/)).map(({ verb, path, lines }) => ({
    path,
    replacements: hasHunks(verb) ? hunksIn(lines) : [],
    written: verb === 'Add File' ? sideOf(lines, '+') : null,
  }))

/** Each hunk begins with `@@`, but for a first one; `*** End of File` and `*** End Patch` end it. An empty line is one of context. */
const hunksIn = (lines: readonly string[]): readonly Replacement[] => {
  const hunks: string[][] = [[]]
  for (const line of lines) {
    if (/^(?:@@|\*\*\* End)/.test(line)) hunks.push([])
    else if (/^[ +-]/.test(line)) hunks.at(-1)?.push(line)
    else if (line === '') hunks.at(-1)?.push(' ')
  }
  return hunks.flatMap((hunk) =>
    hunk.some((line) => !line.startsWith(' '))
      ? [{ old: sideOf(hunk, ' -'), new: sideOf(hunk, ' +'), all: false, hunk: true as const }]
      : [],
  )
}

const sideOf = (lines: readonly string[], signs: string): string =>
  lines.flatMap((line) => (line !== '' && signs.includes(line.charAt(0)) ? [`${line.slice(1)}\n`] : [])).join('')
