import type { Command, Option } from 'commander'
import type { Output } from './output.js'

/** What a command's action returns: the exit code. */
export type Action = (output: Output) => Promise<number>

/** Carries out the action that the words asked for; set by the parse, run by `main`. */
export type Run = (action: Action) => void

/** What the program hands on so that a command can be added to it. */
export type Define = {
  /** Words, a summary, and a line that works, for the help. */
  readonly command: (words: string, summary: string, shown: string) => Command
  readonly json: () => Option
  readonly dryRun: () => Option
  readonly run: Run
}

/** Adds a command to the program: its words, options and help. The code that does its work is loaded when it runs. */
export type AddCommand = (define: Define) => void
