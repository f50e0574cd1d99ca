import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Location } from '../../store/location.js'
import { missedFile } from '../../store/missed.js'
import { appendEvent, pruneSpool } from '../../store/spool.js'
import { namesIn } from '../../store/text.js'
import { goneWorkTrees, otherWorkTrees } from '../../store/work-trees.js'

/** What a work tree keeps between an agent's edit and the commit, and for amends. */
const kept = ['prepared', 'carry.json', 'sessions.json', 'template', missedFile]

/** The files and folders that a purge removes, in every work tree of the clone, and of those that are gone: events, drafts, memory, the log of problems; no key, no setting. */
export const planPurge = (location: Location, olderThan: number): readonly string[] => {
  const trees = [location, ...otherWorkTrees(location), ...goneWorkTrees(location)]
  const states = [...new Set(trees.map(({ state }) => state))]
  const within = (folder: string) => namesIn(folder).map((name) => join(folder, name))
  return [
    ...states.flatMap((state) => [
      ...within(join(state, 'spool')),
      ...within(join(state, 'commits')),
      ...kept.map((name) => join(state, name)),
    ]),
    join(location.shared, 'problems.jsonl'),
  ].filter((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY) <= olderThan)
}

/** Carries a purge out. What was forgotten may stand in the work tree: the next commit does not say that no AI took part. */
export const applyPurge = (location: Location, plan: readonly string[], now: number): void => {
  for (const path of plan) rmSync(path, { recursive: true, force: true })
  if (plan.length > 0) appendEvent(location, forgotten(now))
}

/** How long events wait for a commit, in milliseconds: 14 days. */
export const retention = 14 * 24 * 60 * 60 * 1000

/** Forgets events that no commit took in time. */
export const pruneEvents = (location: Location, now: number): void => {
  if (pruneSpool(location, now - retention) > 0) appendEvent(location, forgotten(now))
}

/** The event that stands for those that nobody knows. */
export const forgotten = (at: number) => ({
  ...({ kind: 'forgotten', tool: 'provenance', toolVersion: null, model: null, session: null } as const),
  call: null,
  transcript: null,
  files: [],
  leaf: null,
  snapshots: [],
  head: null,
  at,
})
