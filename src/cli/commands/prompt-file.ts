import { readFileSync } from 'node:fs'
import { ProvenanceError } from '../../core/errors.js'
import { unreadableFile } from '../../core/file-errors.js'
import { standardInput } from '../../hook/standard-input.js'

/** The texts of prompts, one a file, `-` for standard input. Throws FILE_UNREADABLE, and USAGE where one input is to be two prompts. */
export const readPrompts = async (files: readonly string[]): Promise<readonly string[]> => {
  if (files.indexOf('-') !== files.lastIndexOf('-'))
    throw new ProvenanceError('USAGE', '--prompt-file: expected - once, got it twice: standard input is one prompt')
  const input = files.includes('-') ? await reading('-', standardInput) : ''
  return Promise.all(files.map((file) => (file === '-' ? input : reading(file, () => readFileSync(file, 'utf8')))))
}

const reading = async (file: string, read: () => string | Promise<string>): Promise<string> => {
  try {
    return await read()
  } catch (cause) {
    throw unreadableFile(file, 'a readable file', cause)
  }
}
