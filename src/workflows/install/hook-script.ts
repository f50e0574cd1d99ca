import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A clone's git hook as git runs it, or what its agents' hooks call: the text of that name in the program's folder of hooks, each part that it names put in where it names it. Throws what the file system throws. */
export const hookScript = (folder: string, name: string): string =>
  readFileSync(join(folder, name), 'utf8').replaceAll(/^\. (parts\/[a-z-]+\.sh)$/gm, (_line, part: string) =>
    readFileSync(join(folder, part), 'utf8'),
  )
