import { byPerson } from '../../core/attribution/by-person.js'
import { followedBy } from '../../core/attribution/follow.js'
import { bare, isTelling } from '../../core/attribution/lines.js'
import { joinTouches } from '../../core/attribution/parts.js'
import { humanEdited } from '../../core/attribution/ratio.js'
import type { ReplayState } from '../../core/attribution/replay.js'
import { byName } from '../../core/by-name.js'
import { overlaid } from '../../core/edits/assemble.js'
import type { CommitRecord, Contribution } from '../../core/record/record.js'
import { readObjects } from '../../git/objects.js'
import { type Kept, nothingKept, readCommitKept } from '../../store/kept.js'
import type { Location } from '../../store/location.js'
import { readSettings } from '../../store/settings.js'
import { textOf } from '../../store/snapshot.js'
import { type Measured, planAround } from './plan-around.js'

/** A commit that is to be one with others: its name and record, and the name under which it is known where that is another. */
export type JoinedCommit = {
  readonly oid: string
  readonly record: CommitRecord | null
  readonly knownAs?: string | undefined
}

/** What is known of several commits together, and each commit's contributions by the key under which that names them. */
type Together = { readonly kept: Kept; readonly keyed: ReadonlyMap<string, string> }

/** A contribution whose lines were counted from events; of any other nothing can be counted anew. */
const isCounted = ({ humanEdited: edit }: Contribution): boolean => edit?.kept != null && edit.basis === 'measured'

/**
 * Contributions summed over commits, oldest first, with their lines counted anew in what is staged against a base, as an amend
 * counts them; those without a part in it are left out. Null where it is not known in this clone who wrote what in one of them.
 */
export const countAnew = (
  location: Location,
  { commits, summed, baseName, unheard = false }: JoinedSum,
): { readonly contributions: readonly Contribution[]; readonly kept: Kept; readonly measured: Measured } | null => {
  const together = knownTogether(location, commits, unheard)
  if (together === null) return null
  const keys = summed.flatMap((one) => (isCounted(one) ? [nameOf(one)] : []))
  if (new Set(keys).size < keys.length || keys.some((key) => !together.keyed.has(key))) return null
  const nothing = { edits: new Map(), unmeasured: new Map() }
  const measured = planAround(location, baseName, { ...nothing, kept: together.kept }, readSettings(location))
  const { counts, states, touched } = measured.plan
  const contributions = summed.flatMap((one): readonly Contribution[] => {
    if (!isCounted(one)) return [one]
    const counted = counts.get(together.keyed.get(nameOf(one)) ?? '')
    return counted === undefined ? [] : [recounted(one, humanEdited(counted, 'measured'))]
  })
  const brought = contributions.filter((one) => !isCounted(one))
  return { contributions, measured, kept: { ...together.kept, files: states, touched, brought } }
}

/** With figures of its own a ratio's line has none of the parameters it came with. */
const recounted = ({ parameters, ...one }: Contribution, edited: Contribution['humanEdited']): Contribution => {
  const { humanEdited: gone, ...kept } = parameters ?? {}
  return { ...one, humanEdited: edited, ...(Object.keys(kept).length === 0 ? {} : { parameters: kept }) }
}

/** Contributions summed over commits, and the commit by whose name their lines are to be counted anew. */
export type JoinedSum = {
  readonly commits: readonly JoinedCommit[]
  readonly summed: readonly Contribution[]
  readonly baseName: string
  /** True where a commit without a record that no hook saw is taken for a person's. */
  readonly unheard?: boolean
}

/** True where the lines, counted so, are not those of the sum: a commit that no hook saw changed some of them. Null where that cannot be told. */
export const isChangedUnheard = (location: Location, asked: JoinedSum): boolean | null => {
  const anew = countAnew(location, { ...asked, unheard: true })
  if (anew === null) return null
  const counts = (all: readonly Contribution[]) =>
    all
      .filter(isCounted)
      .map((one) => [nameOf(one), one.humanEdited?.kept, one.humanEdited?.edited, one.humanEdited?.dropped])
  return JSON.stringify(counts(anew.contributions)) !== JSON.stringify(counts(asked.summed))
}

const nameOf = ({ tool, toolVersion, model }: Pick<Contribution, 'tool' | 'toolVersion' | 'model'>): string =>
  [tool, toolVersion ?? '', model].join('\n')

/** The files that are known of in any of the commits. */
export const filesKnown = (location: Location, commits: readonly JoinedCommit[]): ReadonlySet<string> =>
  new Set(
    commits.flatMap((commit) => {
      const kept = keptOf(location, commit)
      return kept === null ? [] : [...Object.keys(kept.files), ...Object.keys(kept.touched)]
    }),
  )

/** What was kept of a commit; nothing was to be kept of one that says itself that no AI took part, and null is not known. */
const keptOf = (location: Location, { oid, record, knownAs }: JoinedCommit): Kept | null => {
  const kept = readCommitKept(location, oid) ?? (knownAs === undefined ? null : readCommitKept(location, knownAs))
  return kept ?? (record?.none == null ? null : nothingKept)
}

const knownTogether = (location: Location, commits: readonly JoinedCommit[], unheard: boolean): Together | null => {
  let together: Together = { kept: nothingKept, keyed: new Map() }
  for (const commit of commits) {
    const kept = keptOf(location, commit) ?? (unheard && commit.record === null ? nothingKept : null)
    // Lines that were brought into it are in no state of its files.
    if (kept === null || [...(kept.brought ?? []), ...(kept.inherited ?? [])].some(isCounted)) return null
    const named = underOwnKeys(kept, together.kept.authors)
    const parts = (commit.record?.contributions ?? []).filter(isCounted)
    const keyed = new Map(Object.entries(named.authors).map(([key, author]) => [nameOf(author), key] as const))
    if (parts.some((part) => !keyed.has(nameOf(part)))) return null
    together = {
      kept: followed(location, together.kept, { commit, kept: named }),
      keyed: new Map([...together.keyed, ...keyed]),
    }
  }
  return together
}

/** What is kept of a commit, its contributions under other keys where another version of the tool has theirs already. */
const underOwnKeys = (kept: Kept, taken: Kept['authors']): Kept => {
  const keyOf = (key: string) => {
    const author = kept.authors[key]
    const isOther = author !== undefined && taken[key] !== undefined && taken[key].toolVersion !== author.toolVersion
    return isOther ? `${key}\n${author.toolVersion}` : key
  }
  const owned = <T extends { readonly proposal?: { readonly owner: string } }>(line: T): T =>
    line.proposal === undefined ? line : { ...line, proposal: { ...line.proposal, owner: keyOf(line.proposal.owner) } }
  const stateOf = ({ lines, removed, next }: ReplayState) => ({
    lines: lines.map(owned),
    removed: removed.map(owned),
    next,
  })
  const each = <T, U>(all: Readonly<Record<string, T>>, to: (one: T) => U): Record<string, U> =>
    byName(Object.fromEntries(Object.entries(all).map(([name, one]) => [name, to(one)])))
  return {
    ...kept,
    files: each(kept.files, stateOf),
    touched: each(kept.touched, (touches) => touches.map((one) => ({ ...one, contribution: keyOf(one.contribution) }))),
    authors: byName(Object.fromEntries(Object.entries(kept.authors).map(([key, author]) => [keyOf(key), author]))),
  }
}

type Next = { readonly commit: JoinedCommit; readonly kept: Kept }

/** What was known before a commit with what is known of it: a person's hands were in the files between the two. */
const followed = (location: Location, before: Kept, { commit, kept }: Next): Kept => {
  const both = Object.keys(kept.files).filter((path) => before.files[path] !== undefined)
  const found = readObjects(
    location.top,
    both.flatMap((path) => [`${commit.oid}^:${path}`, `${commit.oid}:${path}`]),
  )
  const files = byName(before.files, kept.files)
  const untouched = new Set<string>()
  both.forEach((path, index) => {
    const [first, later] = [before.files[path], kept.files[path]]
    const [parent, own] = found.slice(2 * index, 2 * index + 2)
    if (first === undefined || later === undefined) return
    // What an agent does to a file that the commit leaves as it was is of a later commit.
    if (parent != null && parent.oid === own?.oid) {
      files[path] = first
      untouched.add(path)
      return
    }
    const text = parent == null ? null : textOf(parent.bytes)
    const state = asCommitted(later, own == null ? null : textOf(own.bytes))
    files[path] = followedBy(text === undefined ? first : byPerson(first, text), state)
  })
  const touched = byName(before.touched)
  for (const [path, touches] of Object.entries(kept.touched))
    if (!untouched.has(path)) touched[path] = joinTouches([...(before.touched[path] ?? []), ...touches])
  const authors = byName(before.authors)
  for (const [key, author] of Object.entries(kept.authors))
    authors[key] = { ...author, leaves: overlaid(authors[key]?.leaves ?? [], author.leaves) }
  return { ...nothingKept, files, touched, authors }
}

/** A state with the lines that an agent had taken away when its file was committed, and that stand in what was committed. */
const asCommitted = (state: ReplayState, text: string | null | undefined): ReplayState => {
  const stands = new Set((text ?? '').split('\n').map(bare))
  const isLeft = state.removed.some(
    ({ by, proposal, text: line }) =>
      by === 'agent' && proposal === undefined && isTelling(bare(line)) && stands.has(bare(line)),
  )
  return isLeft && text !== undefined ? byPerson(state, text) : state
}
