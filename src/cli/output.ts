import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { Chalk, type ChalkInstance } from 'chalk'
import { visible, visibleJson } from '../report/escape.js'
import { brokenOff } from '../report/json.js'
import type { GivenOptions } from './given-options.js'

/** Where a command says things: the answer on stdout, talk on stderr; and what was given to it, for the commands that it names. */
export type Output = {
  readonly given: GivenOptions
  readonly color: ChalkInstance
  readonly answer: (text: string) => void
  /** Writes pieces of an answer no faster than its reader takes them. */
  readonly answerSlowly: (pieces: AsyncIterable<string>) => Promise<void>
  /** Tells as JSON why there is no answer: in a document of its own, or as the end of the one that an answer broke off in. */
  readonly answerError: (error: Readonly<Record<'code' | 'message' | 'hint', string>>) => void
  readonly talk: (text: string) => void
  /** True where somebody sees on a terminal how far a command is. */
  readonly isWatched: boolean
  /** Shows on a terminal how far a command is, in place of what it showed before; empty to take that away, as whatever is said after it does. */
  readonly progress: (text: string) => void
  /** Why the answer could not be written whole, once all of it was given; null where it was. */
  readonly failure: () => Promise<NodeJS.ErrnoException | null>
}

/** Erases a terminal's line from the cursor on (ECMA-48, 8.3.41, EL). */
const eraseLine = '\u001b[K'

/** Where output goes; `isTTY` is set for a terminal, as node sets it. */
export type Streams = Readonly<Record<'stdout' | 'stderr', Writable & { readonly isTTY?: boolean | undefined }>>

/**
 * Output on a process's streams; colour only on a terminal, and never under NO_COLOR (no-color.org). An answer that nobody
 * takes any longer is passed over: what else the command does, and what it ends with, must not hang on who reads it.
 */
export const outputOn = ({ stdout, stderr }: Streams, given: GivenOptions): Output => {
  let failure: NodeJS.ErrnoException | null = null
  stdout.on('error', (error) => (failure ??= error))
  // Nowhere is left to tell of it.
  stderr.on('error', () => {})
  const isWatched = stderr.isTTY === true
  let isShown = false
  let isBegun = false
  // What stands in an answer's last line, on the same terminal, must not be wiped.
  let isAnswered = false
  const progress = (text: string): void => {
    if (!isWatched || isAnswered || (text === '' && !isShown)) return
    isShown = text !== ''
    stderr.write(`\r${visible(text)}${eraseLine}`)
  }
  const write = (text: string): boolean => {
    if (stdout.isTTY) {
      progress('')
      isAnswered = true
    }
    return failure !== null || stdout.write(text)
  }
  return {
    given,
    color: new Chalk({ level: stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' ? 1 : 0 }),
    answer: (text) => void write(text),
    answerSlowly: async (pieces) => {
      for await (const piece of pieces) {
        isBegun = true
        if (!write(piece)) await once(stdout, 'drain').catch(() => {})
      }
      isBegun = false
    },
    // Slowly, only a ledger is answered.
    answerError: (error) => void write(isBegun ? brokenOff(error) : asJson({ error })),
    // Talk quotes names and messages from repositories: each line is made fit.
    talk: (text) => {
      progress('')
      stderr.write(text.split('\n').map(visible).join('\n'))
    },
    isWatched,
    progress,
    failure: async () => {
      await new Promise((written) => stdout.write('', written))
      return failure
    },
  }
}

/** A JSON answer, with a newline. */
export const asJson = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`
