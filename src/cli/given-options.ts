import type { Command, Option } from 'commander'
import { shellWord } from '../core/shell-word.js'

/** The commands that an answer or an error names, with what was given to this one: run as printed they are about the same repository and policy. */
export type GivenOptions = {
  /** A command of ours or of git with the repository, policy, signers and approvals that were given, as far as it takes them. */
  readonly fitted: (line: string) => string
  /**
   * This command once more with all that was given, but for the options named in `without`, and with `more` behind it; null where
   * something was given that is open for this process alone.
   */
  readonly again: (without: readonly string[], more?: string) => string | null
}

/** Which repository is meant and by what it is judged, by the options' names in code. */
const carried: ReadonlySet<string> = new Set(['repository', 'policy', 'allowedSigners', 'validAt', 'approvals'])

/** The command that the words asked for; null as long as they name none, when nothing was given to it. */
export type Asked = { command: Command | null }

/** What was given to the command that is asked for, by the time that somebody wants to know. */
export const givenOptions = (asked: Asked): GivenOptions => ({
  fitted: (line) => (asked.command === null ? line : fittedTo(asked.command, line)),
  again: (without, more = '') => (asked.command === null ? null : repeated(asked.command, without, more)),
})

const fittedTo = (chosen: Command, line: string): string => {
  const words = line.split(' ')
  if (words[0] !== 'provenance') return inRepository(chosen, line)
  const { target, depth } = named(chosen, words)
  if (words.includes('--help')) return line
  const given = target.options.flatMap((option) => {
    const own = chosen.options.find((one) => one.attributeName() === option.attributeName())
    const isNamed = words.some((word) => word === option.short || word === option.long)
    return own === undefined || isNamed || !carried.has(option.attributeName()) ? [] : wordsOf(chosen, own)
  })
  return [...words.slice(0, depth), ...given, ...words.slice(depth)].join(' ')
}

/** The command that the words behind `provenance` name, and how many words come before what is given to it. */
const named = (chosen: Command, words: readonly string[]): { readonly target: Command; readonly depth: number } => {
  let [target, depth] = [rootOf(chosen), 1]
  for (;;) {
    const next = target.commands.find((one) => one.name() === words[depth])
    if (next === undefined) return { target, depth }
    target = next
    depth += 1
  }
}

const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent))

/** Each command of git in a line, in the repository that was given; what git says of itself needs none. */
const inRepository = (chosen: Command, line: string): string => {
  const option = chosen.options.find((one) => one.attributeName() === 'repository')
  const [, folder] = option === undefined ? [] : wordsOf(chosen, option)
  return folder === undefined
    ? line
    : line.replace(/(^|&& |\| )git (?!-)/g, `$1git -C ${folder.replaceAll('$', '$$$$')} `)
}

/** What was given by an option; none where that says what goes without saying. */
const valuesOf = (chosen: Command, option: Option): readonly unknown[] => {
  const name = option.attributeName()
  const value: unknown = chosen.getOptionValue(name)
  if (chosen.getOptionValueSource(name) !== 'cli' || value === option.defaultValue) return []
  return Array.isArray(value) ? value : [value]
}

/** A pipe of a shell (`<(…)`), or standard input: nobody can read it again. */
const isOpen = (value: unknown): boolean => typeof value === 'string' && /^\/(?:dev|proc)\//.test(value)

/** An option as it was given, as words of a shell; none where it was not, or what it names cannot be read again. */
const wordsOf = (chosen: Command, option: Option): readonly string[] => {
  const flag = (option.short === '-C' ? option.short : option.long) ?? option.flags
  const values = valuesOf(chosen, option)
  if (values.some(isOpen)) return []
  return values.flatMap((value) => (typeof value === 'boolean' ? [flag] : [flag, shellWord(String(value))]))
}

const repeated = (chosen: Command, without: readonly string[], more: string): string | null => {
  const group = chosen.parent?.parent == null ? [] : [chosen.parent.name()]
  const options = chosen.options.filter((one) => !without.includes(one.attributeName()))
  if ([...chosen.args, ...options.flatMap((one) => valuesOf(chosen, one))].some(isOpen)) return null
  return [
    'provenance',
    ...group,
    chosen.name(),
    ...chosen.args.map(shellWord),
    ...options.flatMap((one) => wordsOf(chosen, one)),
    ...(more === '' ? [] : [more]),
  ].join(' ')
}
