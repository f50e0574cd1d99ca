import { writeAtomically } from './atomic.js'
import { readText } from './text.js'

/** What `init` did to files it shares with others, by path, so that `uninstall` can take exactly that back. */
export type Installed = Readonly<Record<string, { readonly before: string | null; readonly after: string }>>

/** What is noted in a file; nothing where there is none. */
export const readInstalled = (file: string): Installed => {
  const text = readText(file)
  return text === null ? {} : (JSON.parse(text) as { files: Installed }).files
}

/** Adds changes to what is noted. A second `init` must not take our own first text for the user's. */
export const rememberInstalled = (
  file: string,
  changes: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[],
): void => {
  const known = readInstalled(file)
  const files: Record<string, Installed[string]> = { ...known }
  for (const { path, before, after } of changes) {
    if (after === null) continue
    files[path] = { before: known[path]?.after === before ? (known[path]?.before ?? null) : before, after }
  }
  writeAtomically(file, JSON.stringify({ files }))
}
