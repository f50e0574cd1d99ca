/** Seconds since the epoch as `2026-01-31T12:00:00Z`; `unknown` where no calendar has such a day, as a forged commit may claim. */
export const isoTime = (seconds: number): string => {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('.000Z', 'Z')
}

/** The day of it, in UTC. */
export const isoDay = (seconds: number): string => isoTime(seconds).slice(0, 10)
