import { readFileSync, statSync } from 'node:fs'
import { problemsIn } from '../config/load.js'
import { ProvenanceError } from '../core/errors.js'

/** An error about a configuration's file with the line in which its setting stands; any other, and one of a pipe, as it is. */
export const withConfigLine = async (error: unknown): Promise<unknown> => {
  const { file, problems: [first] = [] } = problemsIn(error) ?? {}
  if (!(error instanceof ProvenanceError) || file === undefined || first === undefined) return error
  if (!error.message.startsWith(`${file}: `) || statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    return error
  const { settingLines } = await import('../config/line-of.js')
  const line = settingLines(file, readFileSync(file, 'utf8'))(first.path)
  return new ProvenanceError(error.code, `${file}:${line}${error.message.slice(file.length)}`, error)
}
