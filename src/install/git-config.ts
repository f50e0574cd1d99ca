import { hookNames } from './manager.js'
import { shimCommand } from './shim.js'

const nameOf = (hook: string) => `hook.commit-provenance-${hook}`

/** The `git config` calls that enter our hooks into git's configuration: a name for each event, for git does not tell a command which it is (git-hook(1), 2.54). */
export const configHooks: readonly (readonly string[])[] = hookNames.flatMap((hook) => [
  ['config', '--local', `${nameOf(hook)}.event`, hook],
  ['config', '--local', `${nameOf(hook)}.command`, `sh -c '${shimCommand(hook, '"$@"')}' --`],
])

/** The calls that take them out again. */
export const withoutConfigHooks: readonly (readonly string[])[] = hookNames.map((hook) => [
  'config',
  '--local',
  '--remove-section',
  nameOf(hook),
])
