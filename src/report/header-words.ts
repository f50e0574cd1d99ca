import type { Footer, Header } from '../core/ledger/schema.js'

/** From which commit on the policy asks for records, as it names it and what that stood for; null where it names none. */
export const adoptionWords = ({
  adoption,
  adoptionAfter,
  adoptionCommit = adoption ?? '',
}: Pick<Header, 'adoption' | 'adoptionAfter' | 'adoptionCommit'>): string | null => {
  if (adoption === null) return null
  const from = adoptionAfter === true ? 'after' : 'from'
  return `${from} ${adoption}${adoption === adoptionCommit ? '' : ` ${adoptionCommit}`}`
}

/** How many waivers the policy holds, of commits of this range or of others; null where it holds none. */
export const waiversIn = ({ policy: { waivers } }: Pick<Header, 'policy'>): string | null =>
  waivers === undefined ? null : `${waivers.length} in the policy`

/** The commit that the range begins behind; of a history that was cut off nobody knows whether it has a beginning before that. */
export const fromWords = ({ range }: Pick<Header, 'range'>, { findings }: Pick<Footer, 'findings'>): string =>
  range.from ?? ((findings['shallow'] ?? 0) > 0 ? 'unknown: history is cut off' : 'the beginning')
