import { join } from 'node:path'
import { writeAtomically } from './atomic.js'
import type { Location } from './location.js'
import { readText } from './text.js'

/** What `init` did to files it shares with others, by path, so that `uninstall` can take exactly that back. */
export type Installed = Readonly<Record<string, { readonly before: string | null; readonly after: string }>>

const installedFile = (location: Location) => join(location.shared, 'installed.json')

export const readInstalled = (location: Location): Installed => {
  const text = readText(installedFile(location))
  return text === null ? {} : (JSON.parse(text) as { files: Installed }).files
}

/** Adds changes to what is known. A second `init` must not take our own first text for the user's. */
export const rememberInstalled = (
  location: Location,
  changes: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[],
): void => {
  const known = readInstalled(location)
  const files: Record<string, Installed[string]> = { ...known }
  for (const { path, before, after } of changes) {
    if (after === null || path.startsWith(location.gitDir)) continue
    files[path] = { before: known[path]?.after === before ? (known[path]?.before ?? null) : before, after }
  }
  writeAtomically(installedFile(location), JSON.stringify({ files }))
}
