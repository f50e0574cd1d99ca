import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { errors, ProvenanceError } from '../core/errors.js'
import { seePlace } from '../core/file-hints.js'
import { shellWord } from '../core/shell-word.js'

/** The help of the command that the words name, as a command that can be run. */
export const helpOf = (program: Command | null, words: readonly string[]): string => {
  const named: string[] = []
  for (let at = program?.commands; at !== undefined; ) {
    const next = at.find((command) => command.name() === words[named.length])
    if (next !== undefined) named.push(next.name())
    at = next?.commands
  }
  return ['provenance', ...named, '--help'].join(' ')
}

/** An error whose hint is for every command alike, with one that fits what was asked; any other as it is. */
export const withFittingHint = (error: unknown, program: Command | null, words: readonly string[]): unknown => {
  if (!(error instanceof ProvenanceError) || error.hint !== errors[error.code].hint) return error
  const hint = fitting[error.code]?.(error, helpOf(program, words), words)
  return hint == null ? error : new ProvenanceError(error.code, error.message, { cause: error.cause, hint })
}

type Fitting = (error: ProvenanceError, help: string, words: readonly string[]) => string | null

const fitting: Partial<Record<keyof typeof errors, Fitting>> = {
  USAGE: (_, help) => help,
  FILE_UNREADABLE: ({ cause }) => listing((cause as NodeJS.ErrnoException | undefined) ?? {}),
  FILE_UNWRITABLE: ({ cause }) => {
    const { path } = (cause as NodeJS.ErrnoException | undefined) ?? {}
    return path === undefined ? null : seePlace(nearestFolder(path))
  },
  // Who reads a repository wants the one that is there, and no new one.
  NOT_A_REPOSITORY: (_, help, words) => (words[0] === 'init' ? null : help),
}

/** A file that is not there may be another one of its folder, or of the nearest that is there. */
const listing = ({ code, path }: Partial<NodeJS.ErrnoException>): string | null => {
  if (path === undefined) return null
  if (code !== 'ENOENT') return seePlace(path)
  const folder = nearestFolder(path)
  return resolve(folder) === process.cwd() ? 'ls -l' : `ls -l ${shellWord(folder)}`
}

/** The folder around a path, or the nearest around that one that is there. */
const nearestFolder = (path: string): string => {
  const folder = dirname(path)
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestFolder(folder)
}
