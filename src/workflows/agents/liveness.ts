import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { HookFile, HookSwitch } from '../../agents/agent.js'
import { agentNamed, agents, installable } from '../../agents/index.js'
import type { Environment } from '../../core/environment.js'
import { isExecutable, keepLive, type Liveness, observingFile, readLive } from '../../store/live.js'
import { gitDirAt, isSetUp, type Location } from '../../store/location.js'
import { observedNames } from '../../store/missed.js'
import { keepsOwnState } from '../../store/own-repository.js'
import { readText } from '../../store/text.js'
import { heardIn, runByMode } from '../install/agent-hooks.js'
import { startedBelow, startFolders } from './started-below.js'

/**
 * An agent that `init` registered and that is not heard here: `off` is the file that switches its hooks off, `idle` a hook of
 * ours that may not be run, `below` a folder in which it was started where it reads none of them; all null where they are gone,
 * all or some.
 */
export type Unheard = { readonly name: string } & { readonly [why in 'off' | 'idle' | 'below']: string | null }

/** Agents' hooks, and hooks/record.sh, find a repository by the `.git` above a file; what only git's variables name they do not. */
export const isFound = ({ top, gitDir }: Location): boolean => {
  const there = gitDirAt(top)
  return there !== null && realpathSync(there) === realpathSync(gitDir)
}

/** The agents that `init` registered in this clone and that are not heard in this work tree as it stands. */
export const unheardAgents = (location: Location, env: Environment): readonly Unheard[] => {
  const folders = [location.top, ...homeOf(env)]
  const heard = new Set(folders.flatMap(heardIn))
  return observedAgents(location).flatMap((name): readonly Unheard[] => {
    const off = switchesOf(name, env).find((one) => one.isOff(readText(resolve(location.top, one.path)) ?? '', folders))
    const idle = heard.has(name)
      ? runByMode(name).find((path) => !isExecutable(resolve(location.top, path)))
      : undefined
    const below = heard.has(name) ? startedBelow(location, name, env) : null
    return heard.has(name) && off === undefined && idle === undefined && below === null
      ? []
      : [{ name, off: off?.path ?? null, idle: idle ?? null, below }]
  })
}

/** Whether every agent that `init` registered is heard, and the files on which that hangs. */
export const lookAtHooks = (location: Location, env: Environment): Liveness => {
  const names = observedAgents(location)
  const files = names.flatMap((name) => [
    ...hookPaths(name, env),
    ...switchesOf(name, env).map(({ path }) => path),
    ...startFolders(location, name, env),
  ])
  const recorder = join(location.shared, 'record.sh')
  return {
    live:
      names.length > 0 &&
      isFound(location) &&
      unheardAgents(location, env).length === 0 &&
      isWhole(readText(recorder)) &&
      keepsOwnState(location),
    // Where it is there, it changes with every commit.
    programs: names.flatMap(runByMode),
    files: [...new Set([...files, relative(location.top, recorder), ...(isFound(location) ? [] : ['.git'])])],
  }
}

/** hooks/record.sh from its first words to its last, of whatever version: what is cut off, or another's, hears nothing. */
const isWhole = (text: string | null): boolean =>
  text?.startsWith('#!/bin/sh\n# commit-provenance: what an agent') === true && text.endsWith('\nanswer\n')

/** Has hooks/parts/none.sh know whether they are heard, where a file changed since it was told. Throws what the file system throws. */
export const refreshLive = (location: Location, env: Environment): void => {
  const home = env['HOME'] ?? ''
  if (!isSetUp(location) || !existsSync(observingFile(location)) || readLive(location, home) !== null) return
  keepLive(location, home, () => lookAtHooks(location, env))
}

const observedAgents = (location: Location): readonly string[] =>
  observedNames(location)
    .flatMap((name) => agentNamed(name) ?? [])
    .filter((name) => installable.includes(name))

const homeOf = (env: Environment): readonly string[] => (env['HOME'] ? [env['HOME']] : [])

const hookPaths = (name: string, env: Environment): readonly string[] => {
  const files = (agents[name]?.hooks ?? []).flatMap(pathsOf)
  // A file that is put in another's place may be older than it; its folder is not.
  const paths = [...new Set([...files, ...files.map(dirname).filter((folder) => folder !== '.')])]
  const homes = agents[name]?.alsoInHome === true ? homeOf(env) : []
  return [...paths, ...homes.flatMap((home) => files.map((path) => join(home, path)))]
}

const pathsOf = (file: HookFile): readonly string[] =>
  file.form === 'merged' && file.instead !== undefined ? [file.path, file.instead.path] : [file.path]

/** The switches of an agent, those of a person's home by their full path. */
const switchesOf = (name: string, env: Environment): readonly HookSwitch[] =>
  (agents[name]?.switches ?? []).flatMap(({ path, isOff }) =>
    path.startsWith('~/') ? homeOf(env).map((home) => ({ path: join(home, path.slice(2)), isOff })) : [{ path, isOff }],
  )
