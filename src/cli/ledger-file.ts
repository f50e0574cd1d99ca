import { once } from 'node:events'
import { chmodSync, createWriteStream, renameSync, rmSync, type Stats, statSync } from 'node:fs'
import { constants } from 'node:os'
import { ProvenanceError } from '../core/errors.js'

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
  const refuse = (cause: unknown): never => {
    throw new ProvenanceError(
      'FILE_UNWRITABLE',
      `${path}: expected a file that can be written, got ${(cause as Error).message}`,
      { cause },
    )
  }
  const place = placeOf(path, refuse)
  const stream = createWriteStream(place.draft ?? path, { highWaterMark: ahead, mode: place.mode ?? 0o666 })
  let failure: Error | null = null
  stream.on('error', (error) => (failure = error))
  const check = () => {
    if (failure !== null) refuse(failure)
  }
  const drop = () => {
    try {
      if (place.draft !== null) rmSync(place.draft, { force: true })
    } catch {
      // A draft that never was, below what is no folder.
    }
  }
  const forget = onInterrupt(drop)
  return {
    write: async (bytes) => {
      if (!stream.write(bytes) && failure === null)
        await new Promise<void>((written) => stream.write('', () => written()))
      check()
    },
    keep: async () => {
      try {
        stream.end()
        if (!stream.closed) await once(stream, 'close')
        if (failure === null && place.draft !== null) put(place.draft, place)
      } catch (cause) {
        refuse(failure ?? cause)
      }
      check()
      forget()
    },
    discard: () => {
      stream.destroy()
      drop()
      forget()
    },
  }
}

/** Where the bytes go: to a draft beside a file, or straight (null) to what is no file. */
type Place = { readonly draft: string | null; readonly target: string; readonly mode: number | null }

const placeOf = (path: string, refuse: (cause: unknown) => never): Place => {
  const beside = (target: string, mode: number | null) => ({ draft: `${target}.${process.pid}.tmp`, target, mode })
  const stat = lookAt(path)
  if (stat === undefined) return beside(path, null)
  // Names of what is open already (/dev/stdout), whatever that is: nothing is put in their place.
  if (stat.isFIFO() || stat.isCharacterDevice() || /^\/(?:dev|proc)\//.test(path))
    return { draft: null, target: path, mode: null }
  if (stat.isFile()) return beside(path, stat.mode & 0o777)
  return refuse(new Error(stat.isDirectory() ? 'a folder' : 'something else'))
}

/** What a path leads to, links followed; undefined where there is nothing, or it cannot be seen. */
const lookAt = (path: string): Stats | undefined => {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

const put = (draft: string, { target, mode }: Place): void => {
  if (mode !== null) chmodSync(draft, mode)
  renameSync(draft, target)
}

const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Cleans up where a person or a system stops the program, which then ends by that signal, as a shell expects. Returns what takes this back. */
const onInterrupt = (clean: () => void): (() => void) => {
  const stop = (signal: NodeJS.Signals) => {
    forget()
    clean()
    process.kill(process.pid, signal)
    // Where the signal does nothing, as in the first process of a container; elsewhere it has come by then.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 200)
  }
  const forget = () => {
    for (const signal of interrupts) process.off(signal, stop)
  }
  for (const signal of interrupts) process.on(signal, stop)
  return forget
}
