import { Chalk, type ChalkInstance } from 'chalk'

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
  talk: (text) => void process.stderr.write(text),
})

/** A JSON answer, with a newline. */
export const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
