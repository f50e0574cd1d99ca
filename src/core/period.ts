import { ProvenanceError } from './errors.js'
import { isCalendarDay, isoTime } from './iso-date.js'

const day = /^\d{4}-\d\d-\d\d$/
const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?$/
const seconds = /^@(\d{1,12})$/

/** Words for a time before now that git reads; what it does not know it takes for now, so nothing else is let through. */
export const isRelative = (word: string): boolean =>
  /^(?:yesterday|\d{1,5}[ .](?:second|minute|hour|day|week|month|year)s?[ .]ago)$/i.test(word)

/** Lengths in seconds, the longer ones as they are on average. */
const lengths = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800, month: 2_629_746, year: 31_556_952 }

/** True for words that lead to the first days of the epoch or before, where git's arithmetic turns into times to come (date.c); `now` in seconds. */
export const isBeforeEpoch = (word: string, now: number): boolean => {
  const [, count, unit] = /^(\d+)[ .]([a-z]+?)s?[ .]/i.exec(word) ?? []
  const length = lengths[unit?.toLowerCase() as keyof typeof lengths] ?? 0
  return now - Number(count ?? 0) * length < 31 * lengths.day
}

/**
 * An end of a period as a time that means the same at every hour and in every zone, which git's own reading of a bare day does
 * not (it takes the hour of the clock; git's date.c): a day begins and ends in UTC, a time without a zone is UTC's. Throws USAGE.
 */
export const absoluteTime = (word: string, end: 'since' | 'until', option: string = end): string => {
  const [ofDay] = /^\d{4}-\d\d-\d\d/.exec(word) ?? []
  const isOfCalendar = ofDay === undefined || isCalendarDay(ofDay)
  const date = new Date(isOfCalendar ? timeOf(word, end) : '')
  if (date.getTime() >= 0) return isoTime(date.getTime() / 1000)
  const orWords = option === end ? ', @SECONDS or "2 weeks ago"' : ' or @SECONDS'
  throw new ProvenanceError(
    'USAGE',
    `--${option}: expected a day (2026-01-31), a time (2026-01-31T12:00:00Z)${orWords}, got ${JSON.stringify(word)}`,
  )
}

const timeOf = (word: string, end: 'since' | 'until'): string | number => {
  if (day.test(word)) return `${word}T${end === 'since' ? '00:00:00' : '23:59:59'}Z`
  const [, count] = seconds.exec(word) ?? []
  if (count !== undefined) return Number(count) * 1000
  if (!moment.test(word)) return ''
  const iso = word.replace(' ', 'T')
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`
}
