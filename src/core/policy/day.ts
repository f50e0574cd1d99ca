import * as z from 'zod'
import { isCalendarDay } from '../iso-date.js'

/** The last second of a day in UTC, in seconds since the epoch. */
export const endOfDay = (day: string): number => Date.parse(`${day}T23:59:59Z`) / 1000

/** A day as a policy writes it. */
export const day = z.string().refine(isCalendarDay, 'expected a day of the calendar, YYYY-MM-DD')
