import { parseTrailers } from '../trailer/parse.js'
import { addressKey } from './address.js'
import { isPerson, personIn } from './person.js'
import { maxRaw, type Review, type Reviewed, type ReviewWord } from './review.js'

/** Trailers by which reviewers are named (the Linux kernel's submitting-patches; Gerrit and Chromium write the second). */
const words: Readonly<Record<string, ReviewWord>> = {
  'reviewed-by': 'approved',
  'approved-by': 'approved',
  'acked-by': 'approved',
  'nacked-by': 'rejected',
  'tested-by': 'tests',
}

const maybe = /^(?:reviewed|approved|acked|nacked|tested)-by[ \t]*:/im

/** As many as one commit is read for. */
const maxReviews = 200

/**
 * The reviews that a commit's message claims, in the trailers that git reads; nothing elsewhere in it counts. All of it is
 * the word of whoever wrote the message.
 */
export const trailerReviews = ({ message }: Pick<Reviewed, 'message'>): readonly Review[] => {
  if (!maybe.test(message)) return []
  const reviews = parseTrailers(message).flatMap(({ key, value }): readonly Review[] => {
    const name = key.toLowerCase()
    const statement = Object.hasOwn(words, name) ? words[name] : undefined
    if (statement === undefined || value === '') return []
    const reviewer = personIn(value)
    const address = addressKey(reviewer.email)
    return [
      {
        reviewer,
        statement,
        addresses: address === '' ? [] : [address],
        addressed: true,
        person: isPerson(reviewer.name, reviewer.email),
        how: 'trailer',
        known: 'declared',
        on: 'commit',
        key: null,
        at: null,
        raw: `${key}: ${value}`.slice(0, maxRaw),
      },
    ]
  })
  if (reviews.length <= maxReviews) return reviews
  // However many approve, a rejection is heard.
  const isRejection = ({ statement }: Review) => statement === 'rejected'
  return [...reviews.filter(isRejection), ...reviews.filter((one) => !isRejection(one))].slice(0, maxReviews)
}
