import type { Commit } from '../commit/commit.js'
import { addressesIn, addressKey, hostOfLogin } from './address.js'
import { isPerson, personIn } from './person.js'
import type { Review } from './review.js'

/** Who else had a hand in a commit, as far as that is known: operators of agents, makers of what was squashed into it, and keys that signed it. */
export type Involved = {
  readonly addresses: readonly string[]
  readonly keys: readonly string[]
  /** Of people of whom no address is known. */
  readonly names?: readonly string[]
}

/** Whose work a commit is: addresses, and the names of people of whom no address is known. */
type Makers = { readonly addresses: ReadonlySet<string>; readonly names: ReadonlySet<string> }

const coauthor = /^[ \t>*-]*co-?(?:authored|developed)[- ]by[ \t]*:(.*(?:\n[ \t]+.*)*)/gim
const signoff = /^[ \t]*signed-off-by[ \t]*:(.*(?:\n[ \t]+.*)*)/gim

/** The people that lines of a key name; a line may be folded, and name several. */
const namedIn = (message: string, pattern: RegExp) =>
  [...message.matchAll(pattern)].flatMap(([, text = '']) => {
    const value = text.replace(/\s+/g, ' ').trim().slice(0, maxLine)
    const addresses = addressesIn(value)
    if (addresses.length > 1) return addresses.map((email) => ({ name: '', email }))
    return value === '' ? [] : [personIn(value)]
  })

/** Longer lines name nobody more. */
const maxLine = 4_000

/** A name and an address, either of which may be empty. */
export type Person = { readonly name: string; readonly email: string }

/** The people who wrote a commit by its own word: its author and co-authors, programs left out. */
export const authorsOf = ({ author, message }: Pick<Commit, 'author' | 'message'>): readonly Person[] =>
  [author, ...namedIn(message, coauthor)].filter(({ name, email }) => isPerson(name, email))

/**
 * The people whose work a commit is: author, committer, co-authors, and the agent's operators. Co-author lines count wherever
 * they stand, since a squash leaves them in the middle of a message: being named too often only takes a reviewer away.
 * A sign-off is no authorship (a maintainer signs off what others wrote), but for a program's commit: the person
 * who signs that off put the program's work forward, and is its operator.
 */
export const makersOf = (
  { author, committer, message }: Pick<Commit, 'author' | 'committer' | 'message'>,
  involved: Involved = nobody,
): Makers => {
  const named = [author, committer, ...namedIn(message, coauthor)]
  const operators = isPerson(author.name, author.email) ? [] : namedIn(message, signoff)
  const people = [...named, ...operators].filter(({ name, email }) => isPerson(name, email))
  const addresses = [...people.map(({ email }) => email), ...involved.addresses].map(addressKey)
  const unaddressed = people.filter(({ email }) => addressKey(email) === '')
  return {
    addresses: new Set(addresses.filter((key) => key !== '')),
    names: new Set(
      [...unaddressed.map(({ name }) => name), ...(involved.names ?? [])].map(nameKey).filter((name) => name !== ''),
    ),
  }
}

/** Those who made commits that became one, as people who had a hand in that one. */
export const involvedIn = (
  commits: readonly Pick<Commit, 'author' | 'committer' | 'message'>[],
  keys: readonly string[],
): Involved => {
  const makers = commits.map((commit) => makersOf(commit))
  return {
    addresses: [...new Set(makers.flatMap(({ addresses }) => [...addresses]))],
    names: [...new Set(makers.flatMap(({ names }) => [...names]))],
    keys,
  }
}

const nameKey = (name: string): string => name.trim().toLowerCase()

const nobody: Involved = { addresses: [], keys: [] }

/** A login alone can be told from the makers only where each of them is known by a login of the same forge. */
const isToldApart = ({ addresses, addressed }: Review, makers: Makers): boolean => {
  if (addressed) return true
  const [host = null] = addresses.flatMap((address) => hostOfLogin(address) ?? [])
  return host !== null && makers.names.size === 0 && [...makers.addresses].every((one) => hostOfLogin(one) === host)
}

/**
 * The reviews by people who had no hand in the commit, as they stand: a rejection withdraws every other word of the same reviewer
 * that is not known to be later, and is itself lifted by an approval of theirs that is. Rejections and comments are among
 * the answer, for the caller to look at `statement`. Who cannot be told from the makers (no address, or only a login that
 * none of their addresses names) is left out: independence is shown, never assumed.
 */
export const independentReviews = (
  commit: Pick<Commit, 'author' | 'committer' | 'message'>,
  reviews: readonly Review[],
  involved: Involved = nobody,
): readonly Review[] => {
  if (reviews.length === 0) return []
  const makers = makersOf(commit, involved)
  const others = reviews.filter(
    (review) =>
      review.person &&
      review.addresses.length > 0 &&
      !review.addresses.some((address) => makers.addresses.has(address)) &&
      !makers.names.has(nameKey(review.reviewer.name)) &&
      !(review.key !== null && involved.keys.includes(review.key)) &&
      isToldApart(review, makers),
  )
  const word = (wanted: Review['statement']) => others.filter(({ statement }) => statement === wanted)
  // An approval at no known time is later than nothing, a rejection at none is earlier than nothing.
  const approved = lastOf(word('approved'), Number.NEGATIVE_INFINITY)
  const rejected = lastOf(word('rejected'), Number.POSITIVE_INFINITY)
  return others.filter((review) => {
    const at = review.at ?? Number.NaN
    const names = namesOf(review)
    return review.statement === 'rejected'
      ? !names.some((name) => (approved.get(name) ?? Number.NaN) > at)
      : names.every((name) => !rejected.has(name) || at > (rejected.get(name) ?? Number.NaN))
  })
}

/** When each reviewer said it last, by every name that they go under; once through, for a forge may know of thousands of reviews. */
const lastOf = (reviews: readonly Review[], unknown: number): ReadonlyMap<string, number> => {
  const last = new Map<string, number>()
  for (const review of reviews)
    for (const name of namesOf(review))
      last.set(name, Math.max(last.get(name) ?? Number.NEGATIVE_INFINITY, review.at ?? unknown))
  return last
}

const namesOf = ({ key, addresses }: Review): readonly string[] => (key === null ? addresses : [key, ...addresses])
