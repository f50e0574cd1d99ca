import type * as z from 'zod'
import { ProvenanceError } from '../errors.js'
import { seeText } from '../file-hints.js'
import { addressKey, loginAddress } from './address.js'
import {
  ApprovalsOf,
  GithubReview,
  GitlabApprovalState,
  GitlabApprovals,
  type GitlabUser,
  OwnApproval,
} from './approval-forms.js'
import { jsonValues } from './json-values.js'
import { isPerson } from './person.js'
import { maxRaw, type Review, type ReviewWord } from './review.js'

/** A forge's approval: a review of the head that it names, and not yet of any commit. */
export type Approval = { readonly head: string; readonly review: Omit<Review, 'on'> }

/** What a file of approvals says; `base` is where the commits under review start, null where nobody says. */
export type Approvals = { readonly base: string | null; readonly approvals: readonly Approval[] }

/** One entry of any form. */
type Said = {
  readonly name: string
  readonly email: string | null
  readonly login: string
  /** The forge's host; null where the form names none. */
  readonly host: string | null
  readonly bot: boolean
  /** `dismissed` takes the reviewer's earlier word back. */
  readonly word: ReviewWord | 'dismissed'
  /** Null where the forge has lost it, undefined where the form does not say. */
  readonly head: string | null | undefined
  readonly at: number | null
}

/**
 * Reads approvals as forges print them: GitHub's reviews of a pull request (an array, several one after the other, or nested),
 * GitLab's approvals or approval state of a merge request, a list of our own, or an object that holds one of these with `base`,
 * `head` and `logins` beside it. Of each reviewer the last word that is more than a comment counts. Throws FILE_UNREADABLE.
 */
export const parseApprovals = (text: string, name: string): Approvals => {
  const values = jsonValues(text)
  if (values === null) throw unreadable(name, 'expected JSON, got something else')
  const [first, ...more] = values
  if (has(first, 'approvals') && more.length > 0) throw unreadable(name, 'expected one object, got something behind it')
  const about = has(first, 'approvals') ? checked(ApprovalsOf, first, name) : { logins: {}, approvals: values }
  const { base = null, head = null } = about as Partial<z.infer<typeof ApprovalsOf>>
  const addresses = addressesOf(about.logins)
  const approvals = lastWords(entriesOf(about.approvals, name)).flatMap((said): readonly Approval[] => {
    const of = said.head === undefined ? head : said.head
    if (of !== null) return [{ head: of, review: reviewOf(said, addresses.get(said.login.toLowerCase()) ?? []) }]
    if (said.head === null) return []
    throw unreadable(
      name,
      'expected the commit that was approved, which this form does not tell: {"head": …, "approvals": …}',
    )
  })
  return { base, approvals }
}

const unreadable = (name: string, what: string) =>
  new ProvenanceError('FILE_UNREADABLE', `${name}: ${what}`, {
    hint: seeText(name),
  })

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value

const checked = <Form extends z.ZodType>(form: Form, value: unknown, name: string): z.infer<Form> => {
  const read = form.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw unreadable(name, `${issue?.path.join('.') || 'approvals'}: ${issue?.message ?? 'not of its form'}`)
}

/** So deep may arrays stand in one another; pages that were put together are two deep. */
const maxDepth = 20

/** Every entry, by the form that its keys tell. */
const entriesOf = (value: unknown, name: string, depth = 0): readonly Said[] => {
  if (depth > maxDepth) throw unreadable(name, `expected lists at most ${maxDepth} deep, got more`)
  if (Array.isArray(value)) return value.flatMap((one) => entriesOf(one, name, depth + 1))
  if (has(value, 'approved_by'))
    return checked(GitlabApprovals, value, name).approved_by.map(({ user, approved_at }) =>
      gitlabSaid(user, approved_at),
    )
  if (has(value, 'rules'))
    return checked(GitlabApprovalState, value, name).rules.flatMap((rule) =>
      rule.approved_by.map((one) => gitlabSaid(one)),
    )
  if (has(value, 'reviewer')) return [ownSaid(checked(OwnApproval, value, name))]
  if (has(value, 'commit_id')) return githubSaid(checked(GithubReview, value, name))
  throw unreadable(
    name,
    "expected GitHub's reviews, GitLab's approvals, or a list of {reviewer, email, commit, state, at}",
  )
}

const timeOf = (text: string | null | undefined): number | null =>
  text == null ? null : Math.floor(Date.parse(text) / 1000)

const hostOf = (url: string | undefined, otherwise: string): string =>
  /^https?:\/\/([^/:]+)/.exec(url ?? '')?.[1]?.toLowerCase() ?? otherwise

const githubWords = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'rejected',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
} as const

const githubSaid = ({ user, state, commit_id, submitted_at }: z.infer<typeof GithubReview>): readonly Said[] => {
  if (user === null || state === 'PENDING') return []
  const { login, type, html_url } = user
  const bot = type === 'Bot' || /\[bot\]$/.test(login)
  const person = { name: login, email: null, login, host: hostOf(html_url, 'github.com'), bot }
  return [{ ...person, word: githubWords[state], head: commit_id, at: timeOf(submitted_at) }]
}

const gitlabSaid = ({ username, name, web_url, bot }: GitlabUser, at?: string | null): Said => ({
  name: name ?? username,
  email: null,
  login: username,
  host: hostOf(web_url, 'gitlab.com'),
  bot: bot === true,
  word: 'approved',
  head: undefined,
  at: timeOf(at),
})

const ownSaid = ({ reviewer, email, commit, state, at }: z.infer<typeof OwnApproval>): Said => ({
  name: reviewer,
  email: email ?? null,
  login: reviewer,
  host: null,
  bot: false,
  word: state,
  head: commit,
  at: timeOf(at),
})

/**
 * The last word of each reviewer, oldest first: as on GitHub, a comment changes nothing, and a word that was dismissed brings no
 * earlier one back. Vouching for tests stands beside approving, and both fall with what comes after.
 */
const lastWords = (said: readonly Said[]): readonly Said[] => {
  const ordered = [...said].sort((one, other) => (one.at ?? 0) - (other.at ?? 0))
  const last = new Map<string, Said>()
  for (const one of ordered) {
    const who = `${one.host} ${one.login.toLowerCase()}`
    if (one.word === 'commented') continue
    if (one.word === 'tests') last.set(`${who} tests`, one)
    else {
      last.set(who, one)
      if (one.word !== 'approved') last.delete(`${who} tests`)
    }
  }
  return [...last.values()].filter(({ word }) => word !== 'dismissed')
}

/** The addresses of each login, as the file gives them. */
const addressesOf = (
  logins: Readonly<Record<string, string | readonly string[]>>,
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(logins).map(([login, addresses]) => [
      login.toLowerCase(),
      [addresses]
        .flat()
        .map(addressKey)
        .filter((address) => address !== ''),
    ]),
  )

const reviewOf = (said: Said, mapped: readonly string[]): Approval['review'] => {
  const { name, email, login, host, bot, word, at } = said
  const own = email === null ? [] : [addressKey(email)].filter((address) => address !== '')
  const known = [...own, ...mapped]
  const hidden = host === null ? [] : [loginAddress(login, host)]
  return {
    reviewer: { name, email: email ?? mapped[0] ?? hidden[0] ?? '' },
    addresses: [...new Set([...known, ...hidden])],
    addressed: known.length > 0,
    person: !bot && isPerson(name, email ?? '') && isPerson(login, ''),
    statement: word === 'dismissed' ? 'commented' : word,
    how: 'forge',
    known: 'witnessed',
    key: null,
    at,
    raw: `${login} ${word}`.slice(0, maxRaw),
  }
}
