import { closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProviderName } from '../core/ci/index.js'
import { ProvenanceError } from '../core/errors.js'
import { unwritableFile } from '../core/file-errors.js'
import { seePlace } from '../core/file-hints.js'
import { type ReportFormat, reports } from '../report/index.js'
import { isOutside } from '../workflows/install/hook-place.js'
import { readLedger } from './saved-ledger.js'

export const ledgerName = 'ledger.jsonl'
export const summaryName = 'report.md'

/** The files beside the ledger, by the format each is in. */
export const filesFor = (provider: ProviderName): Readonly<Record<string, ReportFormat>> => ({
  [summaryName]: 'markdown',
  'comment.md': 'comment',
  'results.sarif': 'sarif',
  'results.junit.xml': 'junit',
  ...(provider === 'gitlab' ? { 'gl-code-quality-report.json': 'code-quality' } : {}),
})

/** A folder in which files are made, to be moved to their names when all are whole. */
export type Stage = {
  readonly folder: string
  readonly keep: (names: readonly string[]) => void
  readonly discard: () => void
}

/**
 * A fresh folder within the output folder. The output folder may be one that the commit to judge brought along, with links in it: a
 * link is not followed for a folder, and files are moved over what is there. Throws FILE_UNWRITABLE.
 */
export const openStage = (target: string): Stage => {
  try {
    refuseLinks(target)
    mkdirSync(target, { recursive: true })
    const folder = mkdtempSync(join(target, '.new-'))
    return {
      folder,
      keep: (names) => {
        for (const name of names) renameSync(join(folder, name), join(target, name))
        rmSync(folder, { recursive: true })
      },
      discard: () => rmSync(folder, { recursive: true, force: true }),
    }
  } catch (cause) {
    if (cause instanceof ProvenanceError) throw cause
    throw unwritableFile(target, 'a folder for reports', cause)
  }
}

/** Only what lies below the folder we stand in can be the commit's; what is above it is the runner's. */
const refuseLinks = (target: string): void => {
  if (isOutside(process.cwd(), target)) return
  for (let at = target; at !== dirname(at) && at !== process.cwd(); at = dirname(at))
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new ProvenanceError('FILE_UNWRITABLE', `${at}: expected a folder for reports, got a link to elsewhere`, {
        hint: seePlace(at),
      })
}

/** Renders a saved ledger into every file of a folder. */
export const renderAll = async (folder: string, files: Readonly<Record<string, ReportFormat>>): Promise<void> => {
  for (const [name, format] of Object.entries(files)) {
    const render = await reports[format]()
    const file = openSync(join(folder, name), 'wx')
    try {
      for await (const piece of render(readLedger(join(folder, ledgerName)))) writeSync(file, piece)
    } finally {
      closeSync(file)
    }
  }
}
