import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { append } from './atomic.js'
import type { Location } from './location.js'
import { freeBytes, reserve } from './room.js'

/** One thing that went wrong out of sight; `doctor` shows it. Holds no text of prompts, code or payloads. */
export type Problem = { readonly at: string; readonly where: string; readonly what: string }

const maxBytes = 256 * 1024
const logFile = (location: Location) => join(location.shared, 'problems.jsonl')

/** Appends a problem; a full disk or read-only folder is passed over, since this is where such things are told. */
export const logProblem = (location: Location, problem: Problem): void => {
  // What is left of a full disk is git's, and doctor sees for itself how little that is.
  if (freeBytes(location.shared) < reserve) return
  try {
    mkdirSync(location.shared, { recursive: true, mode: 0o700 })
    const file = logFile(location)
    if (existsSync(file) && statSync(file).size > maxBytes) rmSync(file)
    append(file, `${JSON.stringify(problem)}\n`)
  } catch {
    // Nowhere left to say it.
  }
}

/** The problems kept, oldest first; torn lines are passed over. */
export const readProblems = (location: Location): readonly Problem[] => {
  if (!existsSync(logFile(location))) return []
  return readFileSync(logFile(location), 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Problem]
      } catch {
        return []
      }
    })
}
