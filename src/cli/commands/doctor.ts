import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { loadConfig, passedOver } from '../../config/load.js'
import { shellWord } from '../../core/shell-word.js'
import { tryGit } from '../../git/run.js'
import { visible } from '../../report/escape.js'
import { leftovers } from '../../store/leftovers.js'
import type { Location } from '../../store/location.js'
import { readProblems } from '../../store/log.js'
import { readSettings } from '../../store/settings.js'
import { readSpool } from '../../store/spool.js'
import { requireLocation } from '../../workflows/install.js'
import { bareRepository } from '../../workflows/install-server.js'
import { refreshSettings } from '../../workflows/settings.js'
import { asJson, type Output } from '../output.js'
import { type Check, well, wrong } from './check.js'
import { agentChecks } from './doctor-agents.js'
import { hookChecks } from './doctor-hooks.js'
import { serverChecks } from './doctor-server.js'

type Options = { readonly json?: boolean }

/** `provenance doctor`: 0 where all is well, 1 where something is wrong. */
export const doctor = async (options: Options, output: Output): Promise<number> => {
  const bare = bareRepository(process.cwd())
  const checks = bare === null ? await cloneChecks() : [gitCheck(bare), ...(await serverChecks(bare))]
  if (options.json) output.answer(asJson({ ok: checks.every(({ ok }) => ok), checks }))
  else
    for (const { name, ok, says, mend } of checks)
      output.answer(`${ok ? 'ok   ' : 'WRONG'} ${name}: ${visible(says)}${mend === null ? '' : `\n      ${mend}`}\n`)
  return checks.every(({ ok }) => ok) ? 0 : 1
}

const cloneChecks = async (): Promise<readonly Check[]> => {
  const location = requireLocation(process.cwd())
  return [
    gitCheck(location.top),
    ...hookChecks(location),
    programCheck(location),
    ...agentChecks(location),
    ...(await configChecks(location)),
    ...stateChecks(location),
  ]
}

const gitCheck = (cwd: string): Check => {
  const version = tryGit(['version'], { cwd }).stdout.toString('utf8').trim()
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  return major > 2 || (major === 2 && minor >= 38)
    ? well('git', version)
    : wrong('git', `expected 2.38 or newer, got ${version}`, 'git --version')
}

const programCheck = (location: Location): Check => {
  const file = join(location.shared, 'runtime')
  if (!existsSync(file)) return wrong('program', 'the hooks do not know where it is', 'provenance init --yes')
  const [node = '', entry = ''] = readFileSync(file, 'utf8').split('\n')
  if (!existsSync(entry)) return wrong('program', `${entry} is gone`, 'provenance init --yes')
  if (!existsSync(node)) return wrong('program', `${node} is gone; node from the PATH is used`, 'provenance init --yes')
  return well('program', entry)
}

const configChecks = async (location: Location): Promise<readonly Check[]> => {
  try {
    await refreshSettings(location)
    const { enforce } = readSettings(location)
    const gates =
      enforce.length === 0 ? 'no gate is on here' : `what the policy forbids is stopped in ${enforce.join(' and ')}`
    return [well('configuration', `valid; ${gates}`), ...(await unreadChecks(location))]
  } catch (cause) {
    return [wrong('configuration', (cause as Error).message, 'provenance validate .provenancerc')]
  }
}

/** Two files of one policy: somebody writes into the one that nobody reads. */
const unreadChecks = async ({ top }: Location): Promise<readonly Check[]> => {
  const loaded = await loadConfig(top)
  const read = basename(loaded.path ?? '')
  return passedOver(top, loaded).map((name) =>
    wrong('configuration', `${name} is not read: ${read} stands before it`, `git diff --no-index ${read} ${name}`),
  )
}

const maxProblems = 5

const stateChecks = (location: Location): readonly Check[] => {
  const { entries, torn } = readSpool(location, Date.now())
  const left = [...new Set(leftovers(location, Date.now()))]
  const problems = readProblems(location)
  const shown = problems.slice(-maxProblems).map(({ at, where, what }) => `${at} ${where}: ${what}`)
  const log = join(location.shared, 'problems.jsonl')
  return [
    well('events', `${entries.length} wait for a commit`),
    ...(torn.length === 0
      ? []
      : [
          wrong(
            'events',
            `${torn.length} torn by a stop in the middle of writing`,
            `rm ${torn.map((name) => shellWord(join(location.state, 'spool', name))).join(' ')}`,
          ),
        ]),
    ...(left.length === 0
      ? []
      : [
          wrong(
            'leftovers',
            `${left.length} of programs that were stopped in the middle; nothing needs them`,
            `rm -r ${left.map(shellWord).join(' ')}`,
          ),
        ]),
    ...(problems.length === 0
      ? []
      : [wrong('problems', `${problems.length} were logged; the last: ${shown.join('; ')}`, `rm ${shellWord(log)}`)]),
  ]
}
