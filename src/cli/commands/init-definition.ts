import { InvalidArgumentError, Option } from 'commander'
import { agentNamed, installable } from '../../agents/index.js'
import { presets } from '../../core/policy/presets.js'
import { hookChoices } from '../../install/choices.js'
import type { AddCommand } from '../define.js'

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

/** The words and options of `provenance init`. */
export const addInit: AddCommand = ({ command, dryRun, json, run }) => {
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
    .action((options) => run(async (output) => (await import('./init.js')).init(options, output)))
}
