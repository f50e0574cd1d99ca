import { runInNewContext } from 'node:vm'
import { type GuardPattern, guardSets, isMatch } from '../../core/prompt-guard.js'
import type { Location } from '../../store/location.js'
import { logProblem } from '../../store/log.js'
import { readSettings } from '../../store/settings.js'

/** What the guard says of one prompt: names of patterns, never a word of it. */
export type Guarded = { readonly action: 'warn' | 'block'; readonly found: readonly string[] }

/** A pattern of the project's own may be slow on some text: so long it is tried, in milliseconds. */
const timeout = 200

/** Holds a prompt against the patterns of the configuration; null where it asks for none or none is found. */
export const guardPrompt = (location: Location, prompt: string, now: number): Guarded | null => {
  const { guard } = readSettings(location)
  if (guard === null) return null
  const patterns: readonly GuardPattern[] = [
    ...guard.use.flatMap((name): readonly GuardPattern[] => guardSets[name] ?? []),
    ...Object.entries(guard.patterns).map(([name, pattern]) => ({ name, pattern })),
  ]
  const found = patterns.filter((one) => holds(location, { prompt, one, now })).map(({ name }) => name)
  return found.length === 0 ? null : { action: guard.action, found: [...new Set(found)] }
}

type Trial = { readonly prompt: string; readonly one: GuardPattern; readonly now: number }

/** A pattern that takes too long, or is none, is told to doctor and lets the prompt through. */
const holds = (location: Location, { prompt, one, now }: Trial): boolean => {
  try {
    const matches = runInNewContext(
      "Array.from(prompt.matchAll(new RegExp(pattern, 'giu')), (match) => match[0]).slice(0, 1000)",
      { prompt, pattern: one.pattern },
      { timeout },
    ) as readonly string[]
    return Array.from(matches).some((match) => isMatch(match, one))
  } catch {
    const what = `prompts.guard: expected a pattern that is tried within ${timeout} ms, got ${JSON.stringify(one.name)}`
    logProblem(location, { at: new Date(now).toISOString(), where: 'record', what })
    return false
  }
}
