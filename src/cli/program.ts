import { Command, InvalidArgumentError, Option } from 'commander'
import { agentNamed, agentNames, installable } from '../agents/index.js'
import { ProvenanceError } from '../core/errors.js'
import { presets } from '../core/policy/presets.js'
import { shellWord } from '../core/shell-word.js'
import { hookChoices } from '../install/choices.js'
import { addAuditCommands } from './audit-commands.js'
import type { Run } from './define.js'

const exitCodes = `
Exit codes: 0 all well · 1 the policy says no · 2 could not run · 3 integrity broken · 4 incomplete · 70 our bug · 130 interrupted`

const example = (line: string) => `\nExample:\n  $ ${line}\n${exitCodes}\n`

/** What the commands of a group have in common. */
const groups: Readonly<Record<string, string>> = {
  ledger: 'check or sign a ledger',
  prompt: 'prove which prompts are behind a commit',
  key: "see to this clone's key for prompts",
}

/** Names of agents as a person writes them, by the names we have for them. */
const agentList = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim())
  if (names.includes('all')) return installable
  return names
    .filter((name) => name !== 'none')
    .map((name) => {
      const known = agentNamed(name)
      if (known !== null && installable.includes(known)) return known
      throw new InvalidArgumentError(`Expected names among ${installable.join(', ')}, all or none; got ${name}.`)
    })
}

const share = (value: string): number => {
  const ratio = Number(value)
  if (!/^[01](\.\d+)?$/.test(value) || ratio > 1)
    throw new InvalidArgumentError(`Expected a share from 0 to 1, got ${value}.`)
  return ratio
}

/** Every command with its options, its help and its action; each action's code is loaded when it runs. */
export const createProgram = (run: Run, version: string): Command => {
  const program = new Command('provenance')
    .description('Which commits had AI in them, which tool and model, how much a person changed, and how we know.')
    .version(version)
    .addHelpText('after', example('provenance verify v1.4.0..v1.5.0'))
    .showSuggestionAfterError()
    // What follows `acp` is the agent's own command line.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .hook('preAction', (_, command) => refuseGitDir(command))
  const command = (words: string, summary: string, shown: string) => {
    const [name = '', ...rest] = words.split(' ')
    const parent =
      rest[0] !== undefined && !/^[[<]/.test(rest[0])
        ? (program.commands.find((one) => one.name() === name) ??
          program
            .command(name)
            .description(groups[name] ?? '')
            .addHelpText('after', example(shown)))
        : program
    return parent
      .command(parent === program ? words : rest.join(' '))
      .description(summary)
      .addHelpText('after', example(shown))
  }
  const json = () => new Option('--json', 'answer in JSON, errors too')
  const dryRun = () => new Option('--dry-run', 'show what would be done, and do nothing')

  command(
    'init',
    'install the git hooks and the hooks of your coding agents; in a bare repository, the gate for pushes',
    'provenance init --yes',
  )
    .addOption(
      new Option('--hooks <manager>', 'where git hooks go; without it, where the repository shows').choices(
        hookChoices,
      ),
    )
    .addOption(
      new Option('--preset <name>', 'the preset that the first policy stands on; without it, recommended').choices(
        Object.keys(presets),
      ),
    )
    .option('--global', 'for all of your repositories, by core.hooksPath')
    .option('--template', 'with --global: only for repositories made from now on, by init.templateDir')
    .option(
      '--agents <names>',
      `agents to install for, comma-separated: ${installable.join(', ')}, all, none; without it, those in use`,
      agentList,
    )
    .option('--yes', 'do not ask')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/init.js')).init(options, output)))

  command('uninstall', 'take exactly that back', 'provenance uninstall')
    .option('--global', 'what init --global installed')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/init.js')).uninstall(options, output)))

  command(
    'record',
    'store one hook payload of an agent, read from standard input; never fails the agent',
    'provenance record --agent generic <payload.json',
  )
    .requiredOption('--agent <name>', `whose payload: ${agentNames.join(', ')}`)
    .addOption(dryRun())
    .addOption(new Option('--json', 'with --dry-run: answer in JSON'))
    .action((options) => run(async (output) => (await import('./commands/record.js')).record(options, output)))

  command(
    'acp <command...>',
    'stand between an editor and an agent that speaks the Agent Client Protocol, and store what it reports',
    'provenance acp my-agent --acp',
  )
    .passThroughOptions()
    .allowUnknownOption()
    .addOption(dryRun())
    .action((words: string[], options) =>
      run(async (output) => (await import('./commands/acp.js')).acp(words, options, output)),
    )

  command(
    'declare',
    'say what an AI wrote for the next commit, where no hook could see it',
    'provenance declare --tool chatgpt --model gpt-5.2 --ratio 0.25',
  )
    .option('--tool <name>', 'the tool, in lower kebab case, as name or name/version')
    .option('--model <id>', 'the model as the tool names it', 'unknown')
    .option(
      '--prompt-file <file>',
      'a file with one prompt, - for standard input; may be repeated',
      (file: string, files: string[]) => [...files, file],
      [],
    )
    .option('--ratio <share>', 'the share of what the AI wrote that a person changed, 0 to 1', share)
    .option('--none', 'no AI took part in the next commit')
    .option('--clear', 'take back what was declared')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/declare.js')).declare(options, output)))

  command('status', "what the next commit's record will say, and why", 'provenance status --lines')
    .option('--lines', 'line by line')
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/status.js')).status(options, output)))

  addAuditCommands({ command, json, dryRun, run })

  command(
    'prompt verify <commit>',
    "prove or refute, offline, that prompts are the ones behind a commit's record",
    'provenance prompt verify HEAD --prompt-file prompt.txt',
  )
    .requiredOption('--prompt-file <file...>', 'one prompt a file, in the order they were given')
    .option(
      '--key-file <file...>',
      "more keys to look among than this clone's own and the configured one, by the ids that the record names",
    )
    .addOption(json())
    .action((commit: string, options) =>
      run(async (output) => (await import('./commands/prompt-verify.js')).promptVerify(commit, options, output)),
    )

  command(
    'key rotate',
    "put this clone's key for prompts aside; records made with it can still be proven",
    'provenance key rotate',
  )
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/key-rotate.js')).keyRotate(options, output)))

  command('purge', 'forget what waits for a commit, and what was kept for amends', 'provenance purge --dry-run')
    .option('--older-than <days>', 'only what is older than so many days', days)
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/purge.js')).purge(options, output)))

  command(
    'validate <file>',
    'judge a config, ledger or record document against the published schemas',
    'provenance validate .provenancerc',
  )
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/validate.js')).validate(file, options, output)),
    )

  command('doctor', 'what is installed, what is wrong, and the command that mends it', 'provenance doctor')
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/doctor.js')).doctor(options, output)))

  command('demo', 'show the whole of it in a throw-away repository', 'provenance demo')
    .option('--keep', 'leave the repository for you to look at')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/demo.js')).demo(options, output)))

  program
    .command('hook <name> [args...]', { hidden: true })
    .description('what the installed git hooks call')
    .addHelpText('after', example('provenance hook commit-msg .git/COMMIT_EDITMSG'))
    .allowUnknownOption()
    .action((name: string, args: string[]) => run(async () => (await import('./commands/record.js')).hook(name, args)))
  for (const one of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)])
    one.exitOverride()
  return program
}

/** `git --git-dir=DIR provenance …` sets GIT_DIR: of two repositories, -C says which is meant; a file alone is of none. Throws USAGE. */
const refuseGitDir = async (command: Command): Promise<void> => {
  const isChosen =
    command.getOptionValueSource('repository') !== 'default' || command.getOptionValue('offline') === true
  if (isChosen || process.env['GIT_DIR'] === undefined) return
  const { elsewhere } = await import('../git/read-only.js')
  const gitDir = elsewhere(process.env, '.')
  if (gitDir === null) return
  const group = command.parent?.parent == null ? '' : `${command.parent.name()} `
  throw new ProvenanceError(
    'USAGE',
    `GIT_DIR: expected the repository around this folder, or -C to say which is meant, got ${JSON.stringify(gitDir)}`,
    { hint: ['provenance', `${group}${command.name()}`, '-C', gitDir, ...command.args].map(plainWord).join(' ') },
  )
}

/** The command's own name may be two words. */
const plainWord = (word: string, index: number): string => (index < 2 ? word : shellWord(word))

/** A count of days as a person gives it. Throws for anything else. */
const days = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError(`expected a number of days, got ${text}`)
}

/** A usage error as this program tells it, in one line, which commander parts before its suggestion. */
export const usageError = (message: string, hint: string): ProvenanceError =>
  new ProvenanceError('USAGE', message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), { hint })
