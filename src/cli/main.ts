import { type Command, CommanderError } from 'commander'
import { errors, ProvenanceError } from '../core/errors.js'
import { visible } from '../report/escape.js'
import type { Action } from './define.js'
import { type Asked, givenOptions } from './given-options.js'
import { helpOf, withFittingHint } from './hints.js'
import { type Output, outputOn, type Streams } from './output.js'
import { createProgram, usageError } from './program.js'
import { packageVersion } from './program-files.js'
import { systemError } from './system-error.js'

const ourBug = 70

/** Parses the words, runs the command, and maps what happened to an exit code; the only place that catches. */
export const main = async (words: readonly string[], streams: Streams = process): Promise<number> => {
  const asked: Asked = { command: null }
  const output = outputOn(streams, givenOptions(asked))
  const status = await run(words, output, asked)
  const failure = await output.failure()
  // A reader that has seen enough (`| head`) is no failure.
  if (failure === null || failure.code === 'EPIPE') return status
  const message = `standard output: expected to write the answer, got ${failure.message}`
  tell(new ProvenanceError('FILE_UNWRITABLE', message, { cause: failure, hint: 'df -h .' }), false, output)
  return status === 0 ? errors.FILE_UNWRITABLE.exit : status
}

const run = async (words: readonly string[], output: Output, asked: Asked): Promise<number> => {
  let action: Action | null = null
  let program: Command | null = null
  let help = ''
  const write = { writeOut: output.answer, writeErr: (text: string) => (help += text) }
  try {
    program = createProgram((chosen) => (action = chosen), packageVersion(), write)
    program.hook('preAction', (_, command) => {
      asked.command = command
    })
    await program.parseAsync([...withoutHelp(words, program)], { from: 'user' })
    return (await (action as Action | null)?.(output)) ?? 0
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) return misused(error, { words, program, help }, output)
    const fitting = withFittingHint(systemError(error) ?? error, program, words)
    const placed =
      fitting instanceof ProvenanceError ? await (await import('./config-line.js')).withConfigLine(fitting) : fitting
    return tell(placed, words.includes('--json'), output)
  }
}

/** What was asked in vain, and what commander then wrote to standard error. */
type Misused = { readonly words: readonly string[]; readonly program: Command | null; readonly help: string }

/** Tells what is wrong with the words; in place of a missing command commander shows what there is to choose from. */
const misused = async (error: CommanderError, { words, program, help }: Misused, output: Output): Promise<number> => {
  const json = words.includes('--json')
  const missing = error.code === 'commander.help' ? missingCommand(words) : null
  if (missing?.unknown === false && !json) {
    output.talk(help)
    return errors.USAGE.exit
  }
  const status = tell(usageError(missing?.message ?? error.message, helpOf(program, words)), json, output)
  return isHook(words) ? (await import('./commands/record.js')).misspelt(error.message) : status
}

/** True where an agent is the caller: to some of them an exit of 2 says that a tool must not run. */
const isHook = (words: readonly string[]): boolean =>
  words.find((word) => !word.startsWith('-')) === 'record' && !words.includes('--dry-run')

/** The words, and where they name no command, none that asks for its help: commander would show that of the program, and call it well. */
const withoutHelp = (words: readonly string[], { commands }: Command): readonly string[] => {
  const [name, inner] = words.filter((word) => !word.startsWith('-'))
  const group = commands.find((one) => one.name() === name)
  const isKnown = (among: Command['commands'], word: string | undefined) =>
    word === undefined || word === 'help' || among.length === 0 || among.some((one) => one.name() === word)
  return isKnown(commands, name) && isKnown(group?.commands ?? [], inner)
    ? words
    : words.filter((word) => word !== '--help' && word !== '-h')
}

type Missing = { readonly message: string; readonly unknown: boolean }

/** Why commander shows help for which nobody asked: a command is missing, or `help` was asked for one that is not there. */
const missingCommand = (words: readonly string[]): Missing => {
  const named = words.filter((word) => !word.startsWith('-'))
  const last = named.at(-1)
  if (named[0] === 'help' && named.length > 1) return { message: `unknown command '${last}'`, unknown: true }
  return { message: `expected a command${last === undefined ? '' : ` after ${last}`}, got none`, unknown: false }
}

const tell = (error: unknown, json: boolean, output: Output): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof ProvenanceError) {
    const hint = error.isWholeHint ? error.hint : output.given.fitted(error.hint)
    if (json) output.answerError({ code: error.code, message: error.message, hint })
    else
      output.talk(`error: ${visible(error.message)} [${error.code}]
hint: ${visible(hint)}
`)
    return error.exitCode
  }
  const message = error instanceof Error ? error.message : String(error)
  const hint = 'provenance doctor'
  if (json) output.answerError({ code: 'INTERNAL', message, hint })
  else
    output.talk(
      `error: this is a bug in provenance: ${error instanceof Error ? (error.stack ?? message) : message}\nhint: ${hint}\n`,
    )
  return ourBug
}
