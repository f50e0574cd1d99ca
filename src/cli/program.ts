import { Command, Option, type OutputConfiguration } from 'commander'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { addAcp } from './commands/acp-definition.js'
import { addBackfill } from './commands/backfill-definition.js'
import { addBlame } from './commands/blame-definition.js'
import { addCi } from './commands/ci-definition.js'
import { addDeclare } from './commands/declare-definition.js'
import { addDemo } from './commands/demo-definition.js'
import { addDoctor } from './commands/doctor-definition.js'
import { addInit } from './commands/init-definition.js'
import { addInventory } from './commands/inventory-definition.js'
import { addKeyRotate } from './commands/key-rotate-definition.js'
import { addLedgerCheck } from './commands/ledger-check-definition.js'
import { addLedgerSign } from './commands/ledger-sign-definition.js'
import { addPromptVerify } from './commands/prompt-verify-definition.js'
import { addPurge } from './commands/purge-definition.js'
import { addRecord } from './commands/record-definition.js'
import { addReport } from './commands/report-definition.js'
import { addReview } from './commands/review-definition.js'
import { addShow } from './commands/show-definition.js'
import { addSquashMessage } from './commands/squash-message-definition.js'
import { addStatus } from './commands/status-definition.js'
import { addUninstall } from './commands/uninstall-definition.js'
import { addValidate } from './commands/validate-definition.js'
import { addVerify } from './commands/verify-definition.js'
import type { AddCommand, Define, Run } from './define.js'

const exitCodes = `
Exit codes: 0 all well · 1 the policy says no · 2 could not run · 3 integrity broken · 4 incomplete · 70 our bug · 130 interrupted`

const example = (line: string) => `\nExample:\n  $ ${line}\n${exitCodes}\n`

/** What the commands of a group have in common. */
const groups: Readonly<Record<string, string>> = {
  ledger: 'check or sign a ledger',
  prompt: 'prove which prompts are behind a commit',
  key: "see to this clone's key for prompts",
}

/** Every command, in the order in which the help lists them. */
const commands: readonly AddCommand[] = [
  addInit,
  addUninstall,
  addRecord,
  addAcp,
  addDeclare,
  addStatus,
  addVerify,
  addCi,
  addShow,
  addBlame,
  addSquashMessage,
  addInventory,
  addBackfill,
  addLedgerCheck,
  addLedgerSign,
  addReview,
  addReport,
  addPromptVerify,
  addKeyRotate,
  addPurge,
  addValidate,
  addDoctor,
  addDemo,
]

/** Every command with its options, its help and its action; each action's code is loaded when it runs. Commander throws, and never ends the process. */
export const createProgram = (run: Run, version: string, write: OutputConfiguration): Command => {
  const program = new Command('provenance')
    .description('Which commits had AI in them, which tool and model, how much a person changed, and how we know.')
    .version(version)
    .addHelpText('after', example('provenance verify v1.4.0..v1.5.0'))
    .showSuggestionAfterError()
    // Commands that are added from here on inherit these two.
    .exitOverride()
    .configureOutput(write)
    // What follows `acp` is the agent's own command line.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .hook('preAction', (_, command) => refuseGitDir(command))
  const define: Define = { command: commandIn(program), json, dryRun, run }
  for (const add of commands) add(define)
  program
    .command('hook <name> [args...]', { hidden: true })
    .description('what the installed git hooks call')
    .addHelpText('after', example('provenance hook commit-msg .git/COMMIT_EDITMSG'))
    .allowUnknownOption()
    .action((name: string, args: string[]) => run(async () => (await import('./commands/record.js')).hook(name, args)))
  return program
}

const json = () => new Option('--json', 'answer in JSON, errors too')
const dryRun = () => new Option('--dry-run', 'show what would be done, and do nothing')

/** Makes commands of a program; the first of two words names a group, which is made with its first command. */
const commandIn =
  (program: Command): Define['command'] =>
  (words, summary, shown) => {
    const [name = '', ...rest] = words.split(' ')
    const isGrouped = rest[0] !== undefined && !/^[[<]/.test(rest[0])
    const parent = isGrouped ? groupIn(program, name, shown) : program
    return parent
      .command(isGrouped ? rest.join(' ') : words)
      .description(summary)
      .addHelpText('after', example(shown))
  }

const groupIn = (program: Command, name: string, shown: string): Command =>
  program.commands.find((one) => one.name() === name) ??
  program
    .command(name)
    .description(groups[name] ?? '')
    .addHelpText('after', example(shown))

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

/** A usage error as this program tells it, in one line, which commander parts before its suggestion. */
export const usageError = (message: string, hint: string): ProvenanceError =>
  new ProvenanceError('USAGE', message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '), { hint })
