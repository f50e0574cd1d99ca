import { type JsonObject, list, object } from '../agents/payload.js'

/** What stands in every command of ours, and in no other's. */
const mark = 'provenance/record.sh'

/**
 * The command a hook runs: finds the clone's own `record.sh`, whatever the folder, and where a teammate has not
 * installed it reads its input and stays silent (Cursor, which loads this file too, wants an answer).
 * It stays the same from version to version, since agents ask for trust anew when it changes.
 */
const commandFor = (mode: 'edit' | 'event'): string =>
  'd=$(git -C "${CLAUDE_PROJECT_DIR:-.}" rev-parse --path-format=absolute --git-common-dir 2>/dev/null) && ' +
  `[ -f "$d/${mark}" ] && exec sh "$d/${mark}" ${mode} claude-code; ` +
  `cat >/dev/null; [ -z "$CURSOR_VERSION" ] || echo '{"permission":"allow"}'`

type Registration = {
  readonly event: string
  readonly matcher?: string
  readonly mode: 'edit' | 'event'
  readonly timeout: number
}

const editTools = 'Edit|Write|MultiEdit|NotebookEdit'

/** Hooks of Claude Code 2.1 that a record needs (hooks reference, claude-code 2.1.329); timeouts in seconds. */
const registrations: readonly Registration[] = [
  { event: 'SessionStart', mode: 'event', timeout: 10 },
  { event: 'UserPromptSubmit', mode: 'event', timeout: 10 },
  { event: 'PreToolUse', matcher: editTools, mode: 'edit', timeout: 10 },
  { event: 'PreToolUse', matcher: 'Bash', mode: 'event', timeout: 30 },
  { event: 'PostToolUse', matcher: editTools, mode: 'edit', timeout: 10 },
  { event: 'PostToolUse', matcher: 'Bash', mode: 'event', timeout: 30 },
  { event: 'SessionEnd', mode: 'event', timeout: 10 },
]

/** Claude's settings with our hooks beside those that are there. Adding twice changes nothing. */
export const withHooks = (settings: JsonObject): JsonObject => {
  const bare = withoutHooks(settings)
  const hooks: Record<string, unknown> = { ...object(bare['hooks']) }
  for (const { event, matcher, mode, timeout } of registrations) {
    const group = {
      ...(matcher === undefined ? {} : { matcher }),
      hooks: [{ type: 'command', command: commandFor(mode), timeout }],
    }
    hooks[event] = [...list(hooks[event]), group]
  }
  return { ...bare, hooks }
}

/** Claude's settings without our hooks; lists and objects that only held ours go with them. */
export const withoutHooks = (settings: JsonObject): JsonObject => {
  if (settings['hooks'] === undefined) return settings
  const kept = Object.entries(object(settings['hooks'])).flatMap(([event, groups]) => {
    const left = list(groups).flatMap(withoutOurs)
    return left.length === 0 && list(groups).length > 0 ? [] : [[event, Array.isArray(groups) ? left : groups] as const]
  })
  const { hooks: _hooks, ...rest } = settings
  return kept.length === 0 && Object.keys(object(settings['hooks'])).length > 0
    ? rest
    : { ...rest, hooks: Object.fromEntries(kept) }
}

/** True where any of our hooks is registered. */
export const hasHooks = (settings: JsonObject): boolean => JSON.stringify(settings).includes(mark)

const withoutOurs = (group: unknown): readonly unknown[] => {
  const hooks = list(object(group)['hooks'])
  const others = hooks.filter((hook) => !String(object(hook)['command'] ?? '').includes(mark))
  if (others.length === hooks.length) return [group]
  return others.length === 0 ? [] : [{ ...object(group), hooks: others }]
}
