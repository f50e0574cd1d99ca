/** What stands in every line of ours in a hook manager's files, and in no other's. */
export const shimMark = 'provenance/hooks/'

/**
 * The shell line with which a hook manager runs the clone's own shim of a hook. Where a teammate has not installed us it does
 * nothing and succeeds; the policy's no is its status. `args` are the hook's arguments as the manager writes them.
 */
export const shimCommand = (hook: string, args: string): string =>
  `h="$(git rev-parse --git-common-dir)/${shimMark}${hook}"; [ ! -f "$h" ] || sh "$h" ${args}`
