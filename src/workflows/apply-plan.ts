import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { tryGit } from '../git/run.js'
import type { FileChange, Plan } from '../install/plan.js'
import { writeAtomically } from '../store/atomic.js'

/** Carries out a plan: foreign hooks aside, files, git's configuration, foreign hooks back. Throws FILE_UNWRITABLE. */
export const applyPlan = ({ renames, changes, git }: Plan, cwd: string): void => {
  try {
    const away = renames.filter(({ to }) => to.endsWith('.saved'))
    for (const { from, to } of away) renameSync(from, to)
    for (const change of changes) applyChange(change)
    for (const { from, to } of renames) if (!to.endsWith('.saved')) renameSync(from, to)
    // A section that is not there cannot be removed, and need not be.
    for (const args of git) tryGit(args, { cwd })
  } catch (cause) {
    throw new ProvenanceError('FILE_UNWRITABLE', `a file could not be changed: ${(cause as Error).message}`, { cause })
  }
}

/** Removes the folders that a plan's removals left empty, and those above them, up to a folder that stays. */
export const removeEmptied = ({ changes }: Plan, upTo: string): void => {
  for (const { path, after } of changes)
    for (
      let folder = dirname(path);
      after === null && folder.startsWith(upTo) && folder !== upTo;
      folder = dirname(folder)
    )
      if (!removeIfEmpty(folder)) break
}

const applyChange = ({ path, after, mode }: FileChange): void => {
  if (after === null) return rmSync(path, { force: true })
  mkdirSync(dirname(path), { recursive: true })
  writeAtomically(path, after, mode)
  chmodSync(path, mode)
}

const removeIfEmpty = (folder: string): boolean => {
  try {
    rmdirSync(folder)
    return true
  } catch {
    // Others' files are in it.
    return false
  }
}
