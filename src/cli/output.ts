import { once } from 'node:events'
import { Chalk, type ChalkInstance } from 'chalk'
import { visible, visibleJson } from '../report/escape.js'

/** Where a command says things: the answer on stdout, talk on stderr. */
export type Output = {
  readonly color: ChalkInstance
  readonly answer: (text: string) => void
  readonly talk: (text: string) => void
}

/** Output on the process's streams; colour only on a terminal, and never under NO_COLOR (no-color.org). */
export const processOutput = (): Output => ({
  color: new Chalk({ level: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' ? 1 : 0 }),
  answer: (text) => void process.stdout.write(text),
  talk: (text) => void process.stderr.write(talkOf(text)),
})

/** Talk quotes names and messages from repositories: each line is made fit, but for the return that begins a line of progress. */
const talkOf = (text: string): string =>
  text.startsWith('\r') ? `\r${visible(text.slice(1))}` : text.split('\n').map(visible).join('\n')

/** Writes pieces of an answer no faster than its reader takes them. */
export const answerSlowly = async (pieces: AsyncIterable<string>): Promise<void> => {
  for await (const piece of pieces) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

/** A JSON answer, with a newline. */
export const asJson = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`
