/** What stands in every command of ours, and in no other's. */
export const commandMark = 'provenance/record.sh'

/** How a hook reports: an edit is laid down by the shell alone; everything else starts node. */
export type Mode = 'edit' | 'event'

type Command = {
  readonly agent: string
  readonly mode: Mode
  /** The variable in which the agent names the project's folder to its hooks; without one they run in it. */
  readonly folder?: string
  /** A shell command for where a teammate has not installed us and the agent wants an answer. */
  readonly otherwise?: string
}

/**
 * The command a hook runs: finds the clone's own `record.sh`, whatever the folder, and where it is not installed reads its
 * input and stays silent. It stays the same from version to version, since agents ask for trust anew when it changes.
 */
export const hookCommand = ({ agent, mode, folder, otherwise }: Command): string => {
  const where = folder === undefined ? '' : ` -C "\${${folder}:-.}"`
  const last = otherwise === undefined ? 'cat >/dev/null' : `cat >/dev/null; ${otherwise}`
  return (
    `d=$(git${where} rev-parse --path-format=absolute --git-common-dir 2>/dev/null) && ` +
    `[ -f "$d/${commandMark}" ] && exec sh "$d/${commandMark}" ${mode} ${agent}; ${last}`
  )
}
