import type { Entry, Footer, LedgerFinding } from './ledger/schema.js'
import type { ShownFinding } from './ledger/summary.js'
import { fullOid } from './oid.js'

/** One line of what git tells `pre-receive`: a ref, where it stood and where it is to stand; all zeros for nowhere (githooks(5)). */
export type RefUpdate = { readonly ref: string; readonly from: string | null; readonly to: string | null }

/** Commits that a push brings and that one policy judges. */
export type Question = {
  /** The refs that bring them. */
  readonly refs: readonly string[]
  /** Short name of the branch they come to; null for tags, and for several new branches together. */
  readonly branch: string | null
  /** The commit in which the policy stands, where no file holds it; null where the repository has none yet. */
  readonly base: string | null
  readonly include: readonly string[]
  /** What git's `rev-list` is told to leave out. */
  readonly exclude: readonly string[]
  /** Where the one ref stood; null where it is new. */
  readonly from: string | null
}

/** An update from its three words, in the order of `pre-receive`; null where git would not have written them. */
export const updateOf = (words: readonly string[]): RefUpdate | null => {
  const [from = '', to = '', ref = ''] = words
  const known = words.length === 3 && fullOid.test(from) && fullOid.test(to) && from.length === to.length
  return known && ref.startsWith('refs/') ? { ref, from: unlessZero(from), to: unlessZero(to) } : null
}

const unlessZero = (name: string): string | null => (/^0+$/.test(name) ? null : name)

export const heads = 'refs/heads/'
const tags = 'refs/tags/'

/** The ref that an update really moves: what a symbolic ref of the server stands for, and a namespace's branch as the branch it is served as (gitnamespaces(7)). */
export const servedAs = (update: RefUpdate, aliases: ReadonlyMap<string, string>): RefUpdate => ({
  ...update,
  ref: (aliases.get(update.ref) ?? update.ref).replace(/^(?:refs\/namespaces\/[^/]+\/)+/, ''),
})

/** How a repository stands before a push. */
export type BeforePush = {
  /** Where the default branch stands; null where it is not there yet. */
  readonly defaultTip: string | null
  /** Symbolic refs, and what they stand for. */
  readonly aliases: ReadonlyMap<string, string>
  /**
   * Arguments by which rev-list leaves out commits that are there already and were judged by the rules of a branch; null asks for a
   * tag. Without this, all branches are under the same rules, and each vouches for the others.
   */
  readonly held?: (branch: string | null) => readonly string[]
  /** Refs of branches that are there and may hold all that the default branch holds. */
  readonly vouched?: ReadonlySet<string>
}

/**
 * What there is to judge in a push.
 * - A branch that is there: all that it did not hold, whichever other ref holds it: that one may have a milder policy; only
 *   the default branch may vouch. The same words serve a forced push, whose commits are those since the merge base.
 * - A new branch: what no branch holds. Not `--all`: notes and other namespaces are not judged, so being there vouches for
 *   nothing. All new branches together, since they share policy and lower bound; where the policy tells branches apart, each
 *   alone, and only branches under the same rules vouch.
 * - A tag: what neither a branch nor a tag holds.
 * - Nothing that is deleted, and nothing of other namespaces, such as notes, whose commits are no history of the project.
 */
export const questionsOf = (
  pushed: readonly RefUpdate[],
  { defaultTip, aliases, held, vouched }: BeforePush,
): readonly Question[] => {
  const updates = pushed.map((update) => servedAs(update, aliases))
  const known = (ref: string) => (defaultTip !== null && vouched?.has(ref) === true ? [`^${defaultTip}`] : [])
  const moved = updates.flatMap(({ ref, from, to }): readonly Question[] => {
    if (!ref.startsWith(heads) || from === null || to === null) return []
    const exclude = [`^${from}`, ...known(ref)]
    return [{ refs: [ref], branch: ref.slice(heads.length), base: from, include: [to], exclude, from }]
  })
  const created = updates.filter(({ ref, from }) => ref.startsWith(heads) && from === null)
  const tagged = updates.filter(({ ref }) => ref.startsWith(tags))
  return [
    ...moved,
    ...(held === undefined
      ? together(created, defaultTip, ['--not', '--branches'])
      : created.flatMap((update) => together([update], defaultTip, held(update.ref.slice(heads.length))))),
    ...together(tagged, defaultTip, held === undefined ? ['--not', '--branches', '--tags'] : held(null)),
  ]
}

const together = (
  updates: readonly RefUpdate[],
  base: string | null,
  exclude: readonly string[],
): readonly Question[] => {
  const brought = updates.filter(({ to }) => to !== null)
  const [first] = brought
  if (first === undefined) return []
  const single = brought.length === 1 && first.ref.startsWith(heads)
  return [
    {
      refs: brought.map(({ ref }) => ref),
      branch: single ? first.ref.slice(heads.length) : null,
      base,
      include: [...new Set(brought.flatMap(({ to }) => to ?? []))],
      exclude,
      from: null,
    },
  ]
}

/** As many findings as anyone reads on a terminal after a push. */
export const maxTold = 20

/** The first findings of each severity, and how many there are of each. */
export type ToldFindings = Readonly<Record<LedgerFinding['severity'], { readonly shown: ToldFinding[]; count: number }>>

/** A finding, with the commit before the one it was made on; null before the first of a history. */
export type ToldFinding = ShownFinding & { readonly parent: string | null }

/** What one question came to. */
export type Answer = {
  readonly refs: readonly string[]
  /** What the refs were to be set to. */
  readonly tips: readonly string[]
  readonly verdict: Footer['verdict']
  readonly policy: string
  readonly findings: ToldFindings
  /** True where the branch loses commits that it had. */
  readonly forced: boolean
  /** What of the findings is the default branch's already; null for nothing. */
  readonly merged: DefaultHolds | null
}

/** Commits that the default branch holds and a branch does not: it stands at `tip`, with its policy in `file`, the branch at `from`. */
export type DefaultHolds = {
  readonly branch: string
  readonly tip: string
  readonly from: string
  readonly file: string | null
  /** True where the branch has that file as it is. */
  readonly alike: boolean
  readonly commits: ReadonlySet<string>
}

export const nothingTold = (): ToldFindings => ({ error: { shown: [], count: 0 }, warn: { shown: [], count: 0 } })

/** Adds a commit's findings to what is told. */
export const tell = (told: ToldFindings, { oid, parents, findings }: Entry): void => {
  for (const finding of findings) {
    const { shown } = told[finding.severity]
    told[finding.severity].count += 1
    if (shown.length < maxTold) shown.push({ ...finding, oid, parent: parents[0] ?? null })
  }
}
