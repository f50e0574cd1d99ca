import { type Answer, heads, type RefUpdate, updateOf } from '../../core/push.js'
import { nonEmptyLines } from '../../core/split.js'
import { ask, type UntrustedRepository, untrusted } from '../../git/read-only.js'
import type { Location } from '../../store/location.js'
import { judgePush } from './judge-push.js'
import { type PushedTo, targetOf } from './push-target.js'

export type OutgoingInput = PushedTo & {
  readonly location: Location
  /** What git tells a pre-push hook: `<local ref> <local oid> <remote ref> <remote oid>` a line (githooks(5)). */
  readonly lines: string
  /** Seconds since the epoch. */
  readonly now: number
}

/** What a push came to, and refs of it that nothing here says by what to judge. */
export type Outgoing = { readonly answers: readonly Answer[]; readonly unjudged: readonly string[] }

/**
 * Judges what a push would bring to a remote, as far as this clone knows it, by the policy of the branch as it stands there.
 * Reviews and tests by others come after a push, and signers are the server's to name: these rules are left to it. Throws as judgePush does.
 */
export const judgeOutgoing = async ({ location, remote, url, lines, now }: OutgoingInput): Promise<Outgoing> => {
  const repository = untrusted(location.top)
  const updates = asKnown(
    repository,
    lines.split('\n').flatMap((line) => updateIn(line) ?? []),
  )
  const { tip, remotes } = targetOf(repository, { remote, url })
  // Where no branch of any remote is known, all of history would be new, and no policy is there that its author did not choose.
  const judged = updates.filter(({ ref, from }) => tip !== null || (from !== null && ref.startsWith(heads)))
  const answers = await judgePush({
    repository,
    updates: judged,
    policyFile: null,
    trust: null,
    now,
    toolVersion: 'gate',
    defaultTip: tip,
    remotes,
    without: ['review-required', 'tests-independent', 'signature-required'],
  })
  const unjudged = updates.filter((update) => update.to !== null && !judged.includes(update))
  return { answers, unjudged: unjudged.map(({ ref }) => ref) }
}

/** Branches whose tip there this clone never fetched are judged like new ones: by what the remote is not known to hold. */
const asKnown = (repository: UntrustedRepository, updates: readonly RefUpdate[]): readonly RefUpdate[] => {
  const moved = updates.filter(({ from }) => from !== null)
  const input = moved.map(({ from }) => `${from}^{commit}\n`).join('')
  // A line for each, in their order: `<oid> commit <size>`, or the name as it was asked and `missing` (git-cat-file(1), Batch Output).
  const answers =
    moved.length === 0 ? [] : nonEmptyLines(ask(repository, ['cat-file', '--batch-check'], { input }).stdout)
  const known = new Set(moved.filter((_, index) => / commit \d+$/.test(answers[index] ?? '')))
  return updates.map((update) => (update.from === null || known.has(update) ? update : { ...update, from: null }))
}

const updateIn = (line: string): RefUpdate | null => {
  const [, to = '', ref = '', from = ''] = /^\S+ (\S+) (.+) (\S+)$/.exec(line) ?? []
  return updateOf([from, to, ref])
}
