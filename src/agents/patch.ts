import type { Replacement, ReportedFile } from '../core/edits/event.js'
import { firstString, object, text } from './payload.js'

/** The patch in a tool's input, in the form of Codex's `apply_patch`, which other agents took over; null where there is none. */
export const patchIn = (given: unknown): string | null => {
  const patch = typeof given === 'string' ? given : firstString(object(given), 'command', 'input', 'patch', 'patchText')
  return patch?.includes('*** Begin Patch') ? patch : null
}

/** The paths in a patch's headers. Codex's parser lets white space stand around them (codex-rs/apply-patch, parser.rs). */
export const patchedPaths = (patch: string): readonly string[] =>
  patch.split('\n').flatMap((line) => headerIn(line)?.path ?? [])

type Header = { readonly verb: string; readonly path: string }

const headerIn = (line: string): Header | null => {
  const [, verb = '', rest = ''] = /^\*\*\* (Add File|Update File|Delete File|Move to): (.+)$/.exec(line.trim()) ?? []
  const path = text(rest.trim())
  return path === null ? null : { verb, path }
}

type Patched = Pick<ReportedFile, 'path' | 'replacements' | 'written'>

/** What a patch does to each file that it names; of one that it moves, under the new name. */
export const patchedFiles = (patch: string): readonly Patched[] => {
  const files: (Header & { readonly lines: string[] })[] = []
  for (const line of patch.split(/\r?\n/)) {
    const header = headerIn(line)
    const last = files.at(-1)
    if (header === null) last?.lines.push(line)
    // Codex moves in one section what it updates.
    else files.push({ ...header, lines: [] })
  }
  return files.map(({ verb, path, lines }) => ({
    path,
    replacements: verb === 'Update File' || verb === 'Move to' ? hunksIn(lines) : [],
    written: verb === 'Add File' ? sideOf(lines, '+') : null,
  }))
}

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
