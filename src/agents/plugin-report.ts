import { hookCommand } from './command.js'

/**
 * The part that our plugins share: `report(payload, folder)` hands a payload in the dialect of Claude Code's hooks to the
 * clone's record.sh and waits until it is laid down. Runs under Bun and node; never throws.
 */
export const reportFunction = (agent: string): string => {
  const commands = { edit: hookCommand({ agent, mode: 'edit' }), event: hookCommand({ agent, mode: 'event' }) }
  return `const commands = ${JSON.stringify(commands, null, 2)}

const report = (payload, folder) =>
  new Promise((done) => {
    const mode = payload.hook_event_name.endsWith('ToolUse') ? 'edit' : 'event'
    const child = spawn('sh', ['-c', commands[mode]], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] })
    child.on('error', done)
    child.on('close', done)
    child.stdin.on('error', () => {})
    child.stdin.end(JSON.stringify({ ...payload, cwd: folder }))
  })
`
}
