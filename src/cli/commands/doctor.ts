import { realpathSync } from 'node:fs'
import { basename, join, normalize } from 'node:path'
import { type Loaded, loadConfig, unreadConfigFiles } from '../../config/load.js'
import { errors, ProvenanceError } from '../../core/errors.js'
import { plainHashWarning } from '../../core/record/prompt-commitment.js'
import { shellWord } from '../../core/shell-word.js'
import { unfollowed } from '../../git/commit-files.js'
import { tryGit } from '../../git/run.js'
import { visible } from '../../report/escape.js'
import type { Location } from '../../store/location.js'
import { readSettings } from '../../store/settings.js'
import { refreshSettings } from '../../workflows/commit/settings.js'
import { locationHere, requireLocation } from '../../workflows/install/install.js'
import { bareRepository } from '../../workflows/install/install-server.js'
import { asJson, type Output } from '../output.js'
import { agentChecks } from './doctor-agents.js'
import { type Check, well, wrong } from './doctor-check.js'
import { commitlintChecks } from './doctor-commitlint.js'
import { hookChecks } from './doctor-hooks.js'
import { programChecks } from './doctor-program.js'
import { serverChecks } from './doctor-server.js'
import { eventChecks, noteChecks, placeChecks, privacyChecks, remainsChecks } from './doctor-state.js'

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
  const location = locationHere(process.cwd()) ?? requireLocation(process.cwd())
  // Nothing is read of somebody else's that git would not read.
  const refused = await look('hooks', () => {
    requireLocation(process.cwd())
    return []
  })
  if (refused.length > 0) return [gitCheck(location.top), ...refused]
  const places = placeChecks(location)
  const kept = [
    ...(await look('program', () => programChecks(location))),
    ...(await look('configuration', () => configChecks(location))),
    ...(await look('state', () => privacyChecks(location))),
    ...(await look('state', () => noteChecks(location))),
    ...(await look('events', () => eventChecks(location))),
    ...(await look('commitlint', () => commitlintChecks(location))),
    ...(await look('state', () => remainsChecks(location))),
  ]
  return [
    gitCheck(location.top),
    ...(await look('hooks', () => hookChecks(location))),
    ...(await look('agents', () => agentChecks(location))),
    ...(places.length === 0 ? kept : places),
  ]
}

type Looked = readonly Check[] | Promise<readonly Check[]>

/** What keeps doctor from looking is what it has to tell; the rest is looked at all the same. */
const look = async (name: string, checks: () => Looked): Promise<readonly Check[]> => {
  try {
    return await checks()
  } catch (cause) {
    const known = cause instanceof ProvenanceError && cause.hint !== errors.GIT_FAILED.hint
    return [wrong(name, (cause as Error).message, known ? cause.hint : 'git status')]
  }
}

const gitCheck = (cwd: string): Check => {
  const version = tryGit(['version'], { cwd }).stdout.toString('utf8').trim()
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number)
  return major > 2 || (major === 2 && minor >= 38)
    ? well('git', version)
    : wrong('git', `expected 2.38 or newer, got ${version}`, 'git --version')
}

const configChecks = async (location: Location): Promise<readonly Check[]> => {
  try {
    await refreshSettings(location)
    const { enforce, promptHash } = readSettings(location)
    const gates =
      enforce.length === 0 ? 'no gate is on here' : `what the policy forbids is stopped in ${enforce.join(' and ')}`
    const loaded = await loadConfig(location.top)
    const links = linkChecks(location, loaded)
    return [
      ...(links.length > 0 ? links : [well('configuration', `valid; ${gates}`)]),
      ...(promptHash === 'plain' ? [well('prompts', `warning: ${plainHashWarning}`)] : []),
      ...unreadChecks(location, loaded),
    ]
  } catch (cause) {
    const { hint } = cause instanceof ProvenanceError ? cause : errors.CONFIG_INVALID
    return [wrong('configuration', (cause as Error).message, hint)]
  }
}

/** What the work tree's configuration is read through, and gates, which read it from a commit, do not follow: links, but those that git is told to ignore. */
const linkChecks = ({ top }: Location, { path, extended }: Loaded): readonly Check[] =>
  [...(path === null ? [] : [basename(path)]), ...extended]
    .filter((name) => realpathSync(join(top, name)) !== join(realpathSync(top), normalize(name)))
    .filter((name) => tryGit(['check-ignore', '-q', '--', name], { cwd: top }).status !== 0)
    .map((name) =>
      wrong(
        'configuration',
        `${name}: expected a file, got a symbolic link, ${unfollowed}`,
        `ls -l ${shellWord(name)}`,
      ),
    )

/** Two files of one policy: somebody writes into the one that nobody reads. */
const unreadChecks = ({ top }: Location, loaded: Loaded): readonly Check[] => {
  const read = basename(loaded.path ?? '')
  return unreadConfigFiles(top, loaded).map((name) =>
    wrong('configuration', `${name} is not read: ${read} stands before it`, `git diff --no-index ${read} ${name}`),
  )
}
