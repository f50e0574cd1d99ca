import type { Answer } from '../../core/push.js'
import { type RefUpdate, updateOf } from '../../core/push.js'
import { ask, type UntrustedRepository, untrusted } from '../../git/read-only.js'
import type { Location } from '../../store/location.js'
import { judgePush } from './judge-push.js'

export type OutgoingInput = {
  readonly location: Location
  readonly remote: string
  /** What git tells a pre-push hook: `<local ref> <local oid> <remote ref> <remote oid>` a line (githooks(5)). */
  readonly lines: string
  /** Seconds since the epoch. */
  readonly now: number
}

/**
 * Judges what a push would bring to a remote, as far as this clone knows it, by the policy of the branch as it stands there.
 * Reviews and tests by others come after a push, and signers are the server's to name: these rules are left to it. Throws as judgePush does.
 */
export const judgeOutgoing = ({ location, remote, lines, now }: OutgoingInput): Promise<readonly Answer[]> => {
  const repository = untrusted(location.top)
  const updates = lines.split('\n').flatMap((line) => updateIn(repository, line) ?? [])
  return judgePush({
    ...{ repository, updates, policyFile: null, trust: null, now, toolVersion: 'gate' },
    defaultTip: defaultTipOf(repository, remote),
    remote,
    without: ['review-required', 'tests-independent', 'signature-required'],
  })
}

/** A branch whose tip there this clone never fetched is judged like a new one: by what no remote is known to hold. */
const updateIn = (repository: UntrustedRepository, line: string): RefUpdate | null => {
  const [, to = '', ref = '', from = ''] = /^\S+ (\S+) (.+) (\S+)$/.exec(line) ?? []
  const update = updateOf([from, to, ref])
  if (update === null || update.from === null) return update
  return ask(repository, ['cat-file', '-e', `${update.from}^{commit}`]).status === 0
    ? update
    : { ...update, from: null }
}

/** Where the remote's default branch stood when it was fetched last. */
const defaultTipOf = (repository: UntrustedRepository, remote: string): string | null => {
  for (const name of ['HEAD', 'main', 'master']) {
    const ref = `refs/remotes/${remote}/${name}^{commit}`
    const { status, stdout } = ask(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', ref])
    if (status === 0) return stdout.trim()
  }
  return null
}
