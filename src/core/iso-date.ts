/** Seconds since the epoch as `2026-01-31T12:00:00Z`; `unknown` where no calendar has such a day, as a forged commit may claim. */
export const isoTime = (seconds: number): string => {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('.000Z', 'Z')
}

/** The day of it, in UTC. */
export const isoDay = (seconds: number): string => isoTime(seconds).slice(0, 10)

/** True for `2026-01-31` and its like, where the calendar has that day: `Date` takes the 31st of a shorter month for one of the next. */
export const isCalendarDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && isoDay(Date.parse(`${text}T00:00:00Z`) / 1000) === text
