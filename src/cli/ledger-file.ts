import { once } from 'node:events'
import { createWriteStream, existsSync, renameSync, rmSync, type WriteStream } from 'node:fs'
import { ProvenanceError } from '../core/errors.js'

/** A ledger while it is written. */
export type LedgerFile = {
  readonly write: (bytes: Buffer) => Promise<void>
  readonly keep: () => Promise<void>
  readonly discard: () => void
}

/** Bytes that may wait for the disk before who writes them does: a wait for each batch of commits would add up. */
const ahead = 2 ** 22

/** A ledger appears under its name only when it is whole. Throws FILE_UNWRITABLE. */
export const openLedger = (path: string): LedgerFile => {
  const draft = `${path}.${process.pid}.tmp`
  const stream: WriteStream = createWriteStream(draft, { highWaterMark: ahead })
  let failure: Error | null = null
  stream.on('error', (error) => (failure = error))
  const refuse = (cause: unknown): never => {
    throw new ProvenanceError(
      'FILE_UNWRITABLE',
      `${path}: expected a file that can be written, got ${(cause as Error).message}`,
      { cause },
    )
  }
  const check = () => {
    if (failure !== null) refuse(failure)
  }
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
        renameSync(draft, path)
      } catch (cause) {
        refuse(failure ?? cause)
      }
      check()
    },
    discard: () => {
      stream.destroy()
      if (existsSync(draft)) rmSync(draft)
    },
  }
}
