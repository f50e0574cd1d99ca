import { once } from 'node:events'
import {
  createWriteStream,
  fchmodSync,
  lstatSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  type WriteStream,
} from 'node:fs'
import type { ProvenanceError } from '../core/errors.js'
import { unwritableFile } from '../core/file-errors.js'
import { openDraft } from '../store/atomic.js'
import { onInterrupt } from './interrupt.js'

/** A ledger while it is written. */
export type LedgerFile = {
  readonly write: (bytes: Buffer) => Promise<void>
  readonly keep: () => Promise<void>
  readonly discard: () => void
}

/** Bytes that may wait for the disk before who writes them does: a wait for each batch of commits would add up. */
const ahead = 2 ** 22

/**
 * A ledger appears under its name only when it is whole, where that name is a file's: with the mode that the file had. A link
 * is replaced, not followed: a repository can hold one that leads out of it. Into a pipe or a device it is written as it comes. Throws FILE_UNWRITABLE.
 */
export const openLedger = (path: string): LedgerFile => {
  let place: Place | null = null
  const drop = () => removeDraft(place)
  // Before there is a draft, so that none is left by whoever stops the program then.
  const forget = onInterrupt(drop)
  try {
    place = open(path)
  } catch (cause) {
    forget()
    throw unwritable(path, cause)
  }
  const { write, close, abandon } = writing(path, place)
  return {
    write,
    keep: async () => {
      await close()
      forget()
    },
    discard: () => {
      abandon()
      drop()
      forget()
    },
  }
}

const unwritable = (path: string, cause: unknown): ProvenanceError =>
  unwritableFile(path, 'a file that can be written', cause)

/** Where the bytes go: to a draft beside a file, or straight (null) to what is no file. */
type Place = { readonly stream: WriteStream; readonly draft: string | null }

const removeDraft = (place: Place | null): undefined => {
  try {
    if (place !== null && place.draft !== null) rmSync(place.draft, { force: true })
  } catch {
    // What cannot be taken away either stays.
  }
}

/** Writes into a place; closed, what was a draft lies under the path. `write` and `close` throw FILE_UNWRITABLE. */
const writing = (path: string, { stream, draft }: Place) => {
  let failure: Error | null = null
  stream.on('error', (error) => (failure = error))
  const check = () => {
    if (failure !== null) throw unwritable(path, failure)
  }
  return {
    write: async (bytes: Buffer) => {
      if (!stream.write(bytes) && failure === null)
        await new Promise<void>((written) => stream.write('', () => written()))
      check()
    },
    close: async () => {
      try {
        stream.end()
        if (!stream.closed) await once(stream, 'close')
        if (failure === null && draft !== null) renameSync(draft, path)
      } catch (cause) {
        throw unwritable(path, failure ?? cause)
      }
      check()
    },
    abandon: () => stream.destroy(),
  }
}

const open = (path: string): Place => {
  if (isStream(path)) return { stream: createWriteStream(path, { highWaterMark: ahead }), draft: null }
  const found = lookAt(path)
  if (found?.isDirectory()) throw new Error('a folder')
  const mode = found?.isFile() ? found.mode & 0o777 : null
  if (found !== undefined && mode === null && !isLink(path)) throw new Error('something else')
  const { path: draft, descriptor } = openDraft(path, mode ?? 0o666)
  // What the umask took away of it.
  if (mode !== null) fchmodSync(descriptor, mode)
  return { stream: createWriteStream('', { highWaterMark: ahead, fd: descriptor }), draft }
}

/** What nothing is put in the place of: a pipe or a device by its own name, or a name of what is open already (/dev/stdout), whatever that is. */
const isStream = (path: string): boolean => {
  const found = lookAt(path)
  if (found === undefined) return false
  if (/^\/(?:dev|proc)\//.test(path)) return true
  return !isLink(path) && (found.isFIFO() || found.isCharacterDevice())
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true

/** What a path leads to, links followed; undefined where there is nothing, or it cannot be seen. */
const lookAt = (path: string): Stats | undefined => {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}
