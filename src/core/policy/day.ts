import * as z from 'zod'

/** The last second of a day in UTC, in seconds since the epoch. */
export const endOfDay = (day: string): number => Date.parse(`${day}T23:59:59Z`) / 1000

/** True for a day that the calendar has: one that it has not is before no time and after none. */
const isDay = (text: string): boolean => {
  const end = endOfDay(text)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(end) && new Date(end * 1000).toISOString().startsWith(text)
}

/** A day as a policy writes it. */
export const day = z.string().refine(isDay, 'expected a day of the calendar, YYYY-MM-DD')
