import { Command, InvalidArgumentError, Option } from 'commander'
import { agents } from '../agents/index.js'
import { ProvenanceError } from '../core/errors.js'
import { reportFormats } from '../report/index.js'
import type { Output } from './output.js'

/** What a command's action returns: the exit code. */
export type Action = (output: Output) => Promise<number>

/** Carries out the action that the words asked for; set by the parse, run by `main`. */
export type Run = (action: Action) => void

const exitCodes = `
Exit codes: 0 all well · 1 the policy says no · 2 could not run · 3 integrity broken · 4 incomplete · 70 our bug · 130 interrupted`

const example = (line: string) => `\nExample:\n  $ ${line}\n${exitCodes}\n`

const agentList = (value: string): readonly string[] => {
  const names = value.split(',').map((name) => name.trim())
  const unknown = names.find((name) => name !== 'none' && !Object.hasOwn(agents, name))
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`Expected names among ${Object.keys(agents).join(', ')}, or none; got ${unknown}.`)
  }
  return names.filter((name) => name !== 'none')
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
    .configureHelp({ showGlobalOptions: true })
  const command = (words: string, summary: string, shown: string) => {
    const [name = '', ...rest] = words.split(' ')
    const parent =
      rest[0] !== undefined && !/^[[<]/.test(rest[0])
        ? (program.commands.find((one) => one.name() === name) ?? program.command(name))
        : program
    return parent
      .command(parent === program ? words : rest.join(' '))
      .description(summary)
      .addHelpText('after', example(shown))
  }
  const json = () => new Option('--json', 'answer in JSON, errors too')
  const allowedSigners = () =>
    new Option(
      '--allowed-signers <file>',
      'whose commit signatures count (ssh-keygen(1)); never taken from the repository',
    )
  const validAt = () => new Option('--valid-at <time>', "when keys must be valid, instead of at each commit's own date")
  const dryRun = () => new Option('--dry-run', 'show what would be done, and do nothing')

  command('init', 'install the git hooks and the hooks of your coding agents', 'provenance init --yes')
    .addOption(new Option('--hooks <manager>', 'where git hooks go').choices(['native']).default('native'))
    .option(
      '--agents <names>',
      `agents to install for, comma-separated: ${Object.keys(agents).join(', ')}, none`,
      agentList,
    )
    .option('--yes', 'do not ask')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/init.js')).init(options, output)))

  command('uninstall', 'take exactly that back', 'provenance uninstall')
    .addOption(dryRun())
    .addOption(json())
    .action((options) => run(async (output) => (await import('./commands/init.js')).uninstall(options, output)))

  command(
    'record',
    'store one hook payload of an agent, read from standard input; never fails the agent',
    'provenance record --agent generic <payload.json',
  )
    .requiredOption('--agent <name>', `whose payload: ${Object.keys(agents).join(', ')}`)
    .action((options: { agent: string }) => run(async () => (await import('./commands/record.js')).record(options)))

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

  command(
    'verify [range...]',
    'walk history, judge every commit, write the ledger',
    'provenance verify v1.4.0..v1.5.0 --output ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option('--policy <file>', "the policy, instead of the one in the range's base commit")
    .addOption(allowedSigners())
    .addOption(validAt())
    .option('--after <ledger>', 'the ledger of the release before, which this one then names')
    .option('--no-notes', "leave out other tools' notes, which do not travel with a clone")
    .option('--pull-request <range>', 'the commits BASE..HEAD of a branch that was squashed')
    .option('--squashed <commit>', 'the commit it was squashed into: the ledger is of this one')
    .option('--output <file>', 'write the ledger there')
    .option('--sign <key>', 'and a signed in-toto Statement beside it: an Ed25519 key in PEM, or a key of SSH')
    .addOption(
      new Option('--format <format>', 'what standard output shows').choices([...reportFormats]).default('text'),
    )
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/verify.js')).verify(range, options, output)),
    )

  command('show [commit]', "one commit's record, marks, binding, signature and findings", 'provenance show HEAD')
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(json())
    .action((commit: string | undefined, options) =>
      run(async (output) => (await import('./commands/show.js')).show(commit ?? 'HEAD', options, output)),
    )

  command(
    'blame <file>',
    'who wrote each line: commit, tool, model and evidence',
    'provenance blame src/main.ts -L 10,20',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--revision <commit>', 'the file as it is there', 'HEAD')
    .option('-L, --lines <range>', 'these lines only: START, START,END or START,+COUNT')
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/blame.js')).blame(file, options, output)),
    )

  command(
    'squash-message <range...>',
    "the body for a squash merge: subjects, marks, and one record that is the sum of the commits' records",
    'provenance squash-message origin/main..HEAD --subject "Sum the prices"',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--subject <text>', 'a first line, so that the whole can be given to git commit -F -')
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) =>
        (await import('./commands/squash-message.js')).squashMessageCommand(range, options, output),
      ),
    )

  command(
    'inventory [range...]',
    'tools and models in use, by whom, how often, against the approved registry; without a range, of all history',
    'provenance inventory --since 2026-01-01 --until 2026-12-31',
  )
    .option('-C, --repository <dir>', 'the repository to read', '.')
    .option('--since <date>', 'commits of this time and later, by committer date')
    .option('--until <date>', 'commits up to this time')
    .option('--first-parent', 'follow first parents only')
    .option('--policy <file>', "the policy with the registry, instead of the one in the range's base commit")
    .addOption(json())
    .action((range: string[], options) =>
      run(async (output) => (await import('./commands/inventory.js')).inventory(range, options, output)),
    )

  command(
    'ledger check <file>',
    'check chain and counts and, in the repository, that every entry is what history says',
    'provenance ledger check ledger.jsonl',
  )
    .option('-C, --repository <dir>', 'the repository to compare with', '.')
    .option('--offline', 'the file alone')
    .option('--policy <file>', 'the policy it was judged by, where that was a file')
    .option('--public-key <file>', "the Ed25519 key in PEM that the ledger's own signature must be of")
    .option('--signature <file>', 'the envelope, instead of LEDGER.dsse.json')
    .option('--after <ledger>', 'the ledger that it should come after')
    .addOption(allowedSigners())
    .addOption(validAt())
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/ledger-check.js')).ledgerCheck(file, options, output)),
    )

  command(
    'ledger sign <file>',
    'sign a ledger: an in-toto Statement in a DSSE envelope, written beside it',
    'provenance ledger sign ledger.jsonl --key ~/.ssh/id_ed25519',
  )
    .requiredOption('--key <file>', 'an Ed25519 private key in PEM, or a key of SSH (through ssh-keygen)')
    .addOption(json())
    .action((file: string, options) =>
      run(async (output) => (await import('./commands/ledger-sign.js')).ledgerSign(file, options, output)),
    )

  command('report <ledger>', 'render a saved ledger again', 'provenance report ledger.jsonl --format json')
    .addOption(new Option('--format <format>', 'the format').choices([...reportFormats]).default('text'))
    .addOption(json())
    .action((file: string, options) => run(async () => (await import('./commands/report.js')).report(file, options)))

  command(
    'prompt verify <commit>',
    "prove or refute, offline, that prompts are the ones behind a commit's record",
    'provenance prompt verify HEAD --prompt-file prompt.txt',
  )
    .requiredOption('--prompt-file <file...>', 'one prompt a file, in the order they were given')
    .option('--key-file <file>', "the key, instead of this clone's own")
    .addOption(json())
    .action((commit: string, options) =>
      run(async (output) => (await import('./commands/prompt-verify.js')).promptVerify(commit, options, output)),
    )

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
    .action((options) => run(async (output) => (await import('./commands/demo.js')).demo(options, output)))

  program
    .command('hook <name> [args...]', { hidden: true })
    .allowUnknownOption()
    .action((name: string, args: string[]) => run(async () => (await import('./commands/record.js')).hook(name, args)))
  for (const one of [program, ...program.commands, ...program.commands.flatMap((group) => group.commands)])
    one.exitOverride()
  return program
}

/** A usage error as this program tells it. */
export const usageError = (message: string): ProvenanceError =>
  new ProvenanceError('USAGE', message.replace(/^error: /, ''))
