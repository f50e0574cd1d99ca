import { basename } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { withHooks, withoutHooks } from './claude-settings.js'

/** One change of a file. `before` is what stood there, null for nothing; `after` null takes the file away. */
export type FileChange = {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  readonly mode: number
  readonly why: string
}

/** A rename that moves a foreign hook aside, or back. */
export type Rename = { readonly from: string; readonly to: string; readonly why: string }

export type Plan = { readonly renames: readonly Rename[]; readonly changes: readonly FileChange[] }

/** The git hooks that a record needs (githooks(5)). */
export const hookNames = ['prepare-commit-msg', 'commit-msg', 'post-commit'] as const

/** What stands in a hook of ours, and in no other's. */
const gateMark = '# commit-provenance: the one shim behind every git hook'

export const isGate = (text: string | null): boolean => text?.includes(gateMark) ?? false

/** A hook file as it stands, with the foreign hook that was moved aside for ours. */
export type HookFile = { readonly path: string; readonly text: string | null; readonly saved: string | null }

/** Installs the gate as each hook; a foreign hook is moved aside and called first. Throws HOOK_FOREIGN where both places are taken. */
export const planHooks = (files: readonly HookFile[], gate: string): Plan => ({
  renames: files.flatMap(({ path, text, saved }) => {
    if (text === null || isGate(text)) return []
    if (saved !== null) {
      throw new ProvenanceError(
        'HOOK_FOREIGN',
        `${path}: expected the hook that was installed, got another, while ${basename(path)}.saved holds an older one`,
      )
    }
    return [{ from: path, to: `${path}.saved`, why: 'an existing hook, kept and called first' }]
  }),
  changes: files
    .filter(({ text }) => text !== gate)
    .map(({ path, text }) => ({ path, before: isGate(text) ? text : null, after: gate, mode: 0o755, why: 'git hook' })),
})

/** Takes our hooks away and puts saved ones back; a hook that is not ours stays. */
export const unplanHooks = (files: readonly HookFile[]): Plan => {
  const ours = files.filter(({ text }) => isGate(text))
  return {
    changes: ours.map(({ path, text }) => ({ path, before: text, after: null, mode: 0o755, why: 'git hook' })),
    renames: ours
      .filter(({ saved }) => saved !== null)
      .map(({ path }) => ({ from: `${path}.saved`, to: path, why: 'the hook that was there before' })),
  }
}

/** A JSON settings file of an agent, with its text when we first found it and the text we then wrote. */
export type SettingsFile = {
  readonly path: string
  readonly text: string | null
  readonly installed: { readonly before: string | null; readonly after: string } | null
}

/** Adds our hooks to an agent's settings, in the indentation the file has. Throws CONFIG_INVALID where the file is no JSON object. */
export const planSettings = ({ path, text }: SettingsFile): readonly FileChange[] => {
  const settings = parseSettings(path, text)
  const wanted = withHooks(settings)
  if (JSON.stringify(wanted) === JSON.stringify(settings)) return []
  return [
    { path, before: text, after: `${JSON.stringify(wanted, null, indentOf(text))}\n`, mode: 0o644, why: 'agent hooks' },
  ]
}

/** Takes exactly our hooks back: to the very bytes where nobody changed the file since, else entry by entry. */
export const unplanSettings = ({ path, text, installed }: SettingsFile): readonly FileChange[] => {
  if (text === null) return []
  if (installed !== null && text === installed.after) {
    return [{ path, before: text, after: installed.before, mode: 0o644, why: 'agent hooks' }]
  }
  const settings = parseSettings(path, text)
  const wanted = withoutHooks(settings)
  if (JSON.stringify(wanted) === JSON.stringify(settings)) return []
  const ending = text.endsWith('\n') ? '\n' : ''
  return [
    {
      path,
      before: text,
      after: JSON.stringify(wanted, null, indentOf(text)) + ending,
      mode: 0o644,
      why: 'agent hooks',
    },
  ]
}

const parseSettings = (path: string, text: string | null): Readonly<Record<string, unknown>> => {
  if (text === null || text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Told below, with the file's name.
  }
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${path}: expected a JSON object, got something else; it was left as it is`,
    {
      hint: `cat ${path}`,
    },
  )
}

const indentOf = (text: string | null): string => /^\{\r?\n([ \t]+)"/.exec(text ?? '')?.[1] ?? '  '
