import type { HookFile } from '../agents/agent.js'
import { commandMark } from '../agents/command.js'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import type { FileChange, Rename } from './plan.js'

export type Own = Extract<HookFile, { readonly form: 'own' }>

/** What stands where a file of ours alone goes. */
export type OwnPlace = {
  readonly path: string
  readonly text: string | null
  readonly installed: { readonly before: string | null; readonly after: string } | null
  /** Where a file of theirs is kept that ours calls first, and whether one is there; null for a file that calls none. */
  readonly aside: { readonly path: string; readonly isThere: boolean } | null
}

/** Puts a file of ours there. What is theirs and can be called is moved aside; all else of theirs is refused. Throws HOOK_FOREIGN. */
export const planOwn = (
  place: OwnPlace,
  own: Own,
): { readonly renames: readonly Rename[]; readonly changes: readonly FileChange[] } => {
  const { path, text, aside } = place
  const change = (before: string | null) => [{ path, before, after: own.text, mode: own.mode, why: 'agent hooks' }]
  if (text === own.text || reportsItself(place)) return { renames: [], changes: [] }
  if (isFree(place)) return { renames: [], changes: change(text) }
  if (aside === null) throw foreign(path, own.path)
  if (aside.isThere) throw bothTaken(path, aside.path)
  return {
    renames: [{ from: path, to: aside.path, why: 'an existing hook, kept and called first' }],
    changes: change(null),
  }
}

/** Takes a file of ours away; what an older version wrote over comes back. */
export const unplanOwn = (place: OwnPlace): readonly FileChange[] => {
  const { path, text, installed } = place
  if (text === null || !isOurs(place)) return []
  return [{ path, before: text, after: installed?.before ?? null, mode: null, why: 'agent hooks' }]
}

const isFree = (place: OwnPlace): boolean => place.text === null || place.text.trim() === '' || isOurs(place)

/** Hooks that are called by their place can be a person's own, with our command among their lines: the whole file is ours by its second line only. */
const isOurs = ({ text, installed, aside }: OwnPlace): boolean =>
  text !== null &&
  (text === installed?.after ||
    (text.includes(commandMark) && (aside === null || /^#!\/bin\/sh\n(?:# commit-provenance: |d=.*\n$)/.test(text))))

const reportsItself = (place: OwnPlace): boolean => place.text?.includes(commandMark) === true && !isOurs(place)

const foreign = (path: string, name: string): ProvenanceError => {
  const parts = name.split('/')
  const length = parts.findIndex((part) => part.startsWith('provenance')) + 1
  const theirs = path.slice(0, path.length - name.length) + parts.slice(0, length).join('/')
  // Under another name in the same folder an agent goes on reading it.
  const kept = theirs.replace(/(\.\w+)?$/, '.kept$1')
  return new ProvenanceError(
    'HOOK_FOREIGN',
    `${path}: expected none or one of ours, got another file; it was left as it is`,
    {
      hint: `mv ${shellWord(theirs)} ${shellWord(kept)}`,
    },
  )
}

const bothTaken = (path: string, aside: string): ProvenanceError =>
  new ProvenanceError(
    'HOOK_FOREIGN',
    `${path}: expected a hook that can be moved to ${aside}, got another file there already`,
    {
      hint: `mv ${shellWord(aside)} ${shellWord(`${aside}.kept`)}`,
    },
  )
