import * as z from 'zod'
import { matchesBranch, matchesName, matchesPath } from '../glob/match.js'
import { addressGlobs, branchGlobs, pathGlobs } from './glob-forms.js'
import type { Change, CommitFacts, Kinds } from './rule.js'

/** To which commits a setting applies. A commit must fit all that is named. */
export const scopeShape = {
  branches: branchGlobs(
    'Globs of branch names; on a branch that is not known it holds beside the other settings, not in their place.',
  ).optional(),
  paths: pathGlobs(
    'Globs of files, a folder with all in it: the setting sees these only, and commits that change one; other files of theirs are left to the settings before it.',
  ).optional(),
  authors: addressGlobs('Globs of author addresses.').optional(),
  bots: z.boolean().optional().meta({ description: 'Whether commits of bots are looked at.' }),
  merges: z.boolean().optional().meta({ description: 'Whether merge commits are looked at.' }),
} as const

export const Scope = z.strictObject(scopeShape)
export type Scope = z.infer<typeof Scope>

/** A scope in which a rule has said what its setting left open. */
export type FullScope = Omit<Scope, keyof Kinds> & Kinds

/** True where a scope leaves out nothing by branch, or the branch is in it; one that is not known is taken in. */
export const onBranch = ({ branches }: Scope, branch: string | null): boolean =>
  branches === undefined || branch === null || matchesBranch(branches, branch)

/** True where a scope leaves no commit out, nor any of its files. */
export const takesAll = ({ bots, merges, authors, paths }: FullScope): boolean =>
  bots && merges === true && authors === undefined && paths === undefined

/** The facts as a setting sees them: null where the commit is not in its scope. */
export const within = (scope: FullScope, facts: CommitFacts): CommitFacts | null => {
  if (!scope.bots && facts.bot) return null
  if (facts.commit.parents.length > 1 && !isLookedAt(scope.merges, facts)) return null
  if (scope.authors !== undefined && !matchesName(scope.authors, facts.commit.author.email)) return null
  const { paths } = scope
  if (paths === undefined) return facts
  const changes = changesIn(paths, facts.changes)
  return changes.length === 0 ? null : { ...facts, changes }
}

/** What of a commit's files each list of globs matches: an override asks the same for every rule in it. */
const matched = new WeakMap<readonly Change[], Map<readonly string[], readonly Change[]>>()

const changesIn = (paths: readonly string[], changes: readonly Change[]): readonly Change[] => {
  const known = matched.get(changes) ?? new Map<readonly string[], readonly Change[]>()
  matched.set(changes, known)
  const found = known.get(paths) ?? changes.filter(({ path }) => matchesPath(paths, path))
  known.set(paths, found)
  return found
}

const isLookedAt = (merges: Kinds['merges'], { changes }: CommitFacts): boolean =>
  merges === 'own' ? changes.length > 0 : merges
