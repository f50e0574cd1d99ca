import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { configFiles } from '../core/config-files.js'
import type { GuardSet } from '../core/prompt-guard.js'
import { writeAtomically } from './atomic.js'
import { isSetUp, type Location } from './location.js'
import { handOver } from './owner.js'
import { makeState } from './state-folder.js'

/**
 * What the hooks need of a work tree's configuration, kept ready in its git directory so that a hook need not load
 * and check the file each time. `stamp` tells which state of which file it was taken from.
 */
export type Settings = {
  readonly stamp: string
  /** Files that the configuration extends, by their names from the top of the work tree. */
  readonly extended: readonly string[]
  readonly promptHash: 'keyed' | 'plain' | 'off'
  /** An organisation's key file, absolute; null for the clone's own key. */
  readonly keyFile: string | null
  /** What prompts are held against; null for nothing. */
  readonly guard: {
    readonly action: 'warn' | 'block'
    readonly use: readonly GuardSet[]
    readonly patterns: Readonly<Record<string, string>>
  } | null
  readonly noneRecord: boolean
  /** Hooks that stop what the policy forbids. */
  readonly enforce: readonly string[]
  /** Globs of files that are left out of the measure. */
  readonly ignore: readonly string[]
  readonly assistedBy: string | null
  readonly coAuthoredBy: string | null
}

export const defaultSettings: Settings = {
  stamp: '',
  extended: [],
  promptHash: 'keyed',
  keyFile: null,
  guard: null,
  noneRecord: true,
  enforce: [],
  ignore: [],
  assistedBy: null,
  coAuthoredBy: null,
}

/** The settings kept, or the defaults where there are none or they cannot be read. */
export const readSettings = (location: Location): Settings => {
  try {
    return { ...defaultSettings, ...(JSON.parse(readFileSync(settingsFile(location), 'utf8')) as Partial<Settings>) }
  } catch {
    return defaultSettings
  }
}

/** Keeps settings for the hooks. Throws what the file system throws. */
export const writeSettings = (location: Location, settings: Settings): void => {
  makeState(location)
  writeAtomically(settingsFile(location), `${JSON.stringify(settings, null, 2)}\n`)
  writeLines(enforceFile(location), settings.enforce)
  writeLines(extendedFile(location), settings.extended)
  writeLines(noneOffFile(location), settings.noneRecord ? [] : ['noneRecord: false'])
  handOver(location)
}

const writeLines = (file: string, lines: readonly string[]): void => {
  if (lines.length === 0) rmSync(file, { force: true })
  else writeAtomically(file, `${lines.join('\n')}\n`)
}

/** The gates that are on, a line each: hooks/parts/settings.sh reads it. */
const enforceFile = (location: Location) => join(location.state, 'enforce')

/** The files whose change may change the gates, too, a line each. */
const extendedFile = (location: Location) => join(location.state, 'extended')

/** There where no commit is to say that no agent was seen. */
const noneOffFile = (location: Location) => join(location.state, 'none-off')

const settingsFile = (location: Location) => join(location.state, 'settings.json')

/** Which configuration files there are and in what state, those that they extend too, as one text. */
export const settingsStamp = (location: Location, extended = readSettings(location).extended): string =>
  [...configFiles, ...extended]
    .map((name) => {
      try {
        const { mtimeMs, size } = statSync(join(location.top, name))
        return `${mtimeMs}:${size}`
      } catch {
        return '-'
      }
    })
    .join(' ')

/** True where the configuration changed since the settings were taken from it; costs a few file stats. */
export const settingsAreStale = (location: Location): boolean =>
  isSetUp(location) && readSettings(location).stamp !== settingsStamp(location)
