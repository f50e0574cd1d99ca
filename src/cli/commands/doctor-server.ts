import { existsSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { loadConfigFile } from '../../config/load.js'
import { shellWord } from '../../core/shell-word.js'
import { tryGit } from '../../git/run.js'
import { isOurHook } from '../../install/plan.js'
import { gateProgram, laidPolicy } from '../../store/gate.js'
import { readText } from '../../store/text.js'
import { gateNames, serverHooks } from '../../workflows/install/install-server.js'
import { hookAt } from '../../workflows/install/saved-hooks.js'
import { program } from '../program-files.js'
import { type Check, notAsWritten, well, wrong } from './doctor-check.js'
import { passedOverCheck } from './doctor-executable.js'
import { isExecutable, notExecutable, otherNode } from './doctor-program.js'

const install = 'provenance init --yes'

/** What `doctor` looks at in a bare repository: whether pushes are judged, by which program, and by which policy. */
export const serverChecks = async (gitDir: string): Promise<readonly Check[]> => [
  ...gateChecks(gitDir),
  ...forgottenChecks(gitDir),
  programCheck(gitDir),
  branchCheck(gitDir),
  await policyCheck(gitDir),
]

const gateChecks = (gitDir: string): readonly Check[] => {
  const { folder } = serverHooks(gitDir)
  const own = join(gitDir, 'hooks')
  const there = gateNames.filter((name) => isOurHook(readText(join(folder, name))))
  if (there.length > 0) return there.map((name) => gateCheck(join(folder, name), name))
  const hides = folder !== own && gateNames.some((name) => isOurHook(readText(join(own, name))))
  const says = hides ? `core.hooksPath names ${folder}, which hides ours: no push is judged` : 'no push is judged'
  return [wrong('gate', says, hides ? `git config core.hooksPath ${relative(gitDir, own)}` : install)]
}

const gateCheck = (path: string, name: string): Check => {
  const over = passedOverCheck(`gate ${name}`, path, null)
  if (over !== null) return over
  // One that is cut off may take every push.
  if (readText(path) !== readText(join(program().hooks, 'pre-receive')))
    return wrong(`gate ${name}`, notAsWritten, install)
  return well(
    `gate ${name}`,
    hookAt(path).saved === 'ours' ? 'active; the hook that was there is called first' : 'active',
  )
}

/** Hooks that ours called first, and that nobody calls since ours was moved. */
const forgottenChecks = (gitDir: string): readonly Check[] => {
  const { folder } = serverHooks(gitDir)
  return gateNames
    .map((name) => join(folder, name))
    .filter((path) => hookAt(path).text === null && hookAt(path).saved === 'ours')
    .map((path) =>
      wrong(
        `hook ${basename(path)}`,
        `${basename(path)}.saved, which was there before ours, is called by nobody`,
        `mv ${shellWord(`${path}.saved`)} ${shellWord(path)}`,
      ),
    )
}

const programCheck = (gitDir: string): Check => {
  const path = gateProgram(gitDir)
  if (!existsSync(path)) return wrong('program', 'the gate does not know where it is, and refuses every push', install)
  const [node = '', entry = ''] = readFileSync(path, 'utf8').split('\n')
  if (!existsSync(entry)) return wrong('program', `${entry} is gone, and every push refused`, install)
  if (!existsSync(node)) return wrong('program', `${node} is gone; node from the PATH is used`, install)
  return isExecutable(node)
    ? well('program', entry + otherNode(node))
    : wrong('program', `${notExecutable(node)}; node from the PATH is used`, install)
}

/** Names that a default branch goes by, where HEAD does not say (git-init(1), forges). */
const usualNames = ['main', 'master', 'trunk'].map((name) => `refs/heads/${name}`)

/** A bare repository's default branch, where HEAD leads to one that is not there: whether there are others, and which of them it can only be. */
const absentDefault = (
  gitDir: string,
): { readonly head: string; readonly others: boolean; readonly likely: string | null } | null => {
  const ask = (...args: readonly string[]) => tryGit(args, { cwd: gitDir }).stdout.toString('utf8').trim()
  if (ask('rev-parse', '--verify', '--quiet', 'HEAD') !== '') return null
  const head = headOf(gitDir)
  const branches = ask('for-each-ref', '--format=%(refname)', 'refs/heads/')
    .split('\n')
    .filter((name) => name !== '')
  const likely = usualNames.find((name) => branches.includes(name)) ?? (branches.length === 1 ? branches[0] : null)
  return { head, others: branches.length > 0, likely: likely ?? null }
}

/** Any branch may be there first: of several without a usual name none is proposed, since from then on its policy would hold for all new ones. */
const branchCheck = (gitDir: string): Check => {
  const absent = absentDefault(gitDir)
  if (absent === null) return well('default branch', headOf(gitDir))
  const { head, others, likely } = absent
  if (!others) return well('default branch', head)
  const says = `${head} is not there, so new branches and tags are judged by what is built in`
  return likely === null
    ? wrong('default branch', `${says}; point HEAD at one of the branches that are there`, 'git branch --list')
    : wrong('default branch', says, `git symbolic-ref HEAD ${shellWord(likely)}`)
}

const headOf = (gitDir: string): string =>
  tryGit(['symbolic-ref', '--quiet', 'HEAD'], { cwd: gitDir }).stdout.toString('utf8').trim()

/** What whoever installs the gate must know of the default branch, whose policy holds for new branches; null where it is there. */
export const branchAdvice = (gitDir: string): string | null => {
  const absent = absentDefault(gitDir)
  if (absent === null) return null
  const { head, likely } = absent
  const command = `git symbolic-ref HEAD ${shellWord(likely ?? 'refs/heads/main')}`
  return `New branches and tags are judged by the policy of ${head}, which is not there; if the default branch is another one: ${command}`
}

const policyCheck = async (gitDir: string): Promise<Check> => {
  try {
    const laid = laidPolicy(gitDir)
    if (laid === null) return well('policy', 'that of each branch, as it stands before a push')
    await loadConfigFile(laid)
    return well('policy', relative(gitDir, laid))
  } catch (cause) {
    return wrong('policy', (cause as Error).message, 'ls -l provenance')
  }
}
