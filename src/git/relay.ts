import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** Lines of one direction of a connection, each handed on as it came. */
export type Direction = 'client' | 'agent'

/** Where the person's editor speaks. */
export type Client = { readonly input: Readable; readonly output: Writable }

/** A line longer than this is passed on and not looked at: 64 MiB. */
const maxLine = 64 * 1024 * 1024

/**
 * Starts the program that a person named and relays its standard input and output, byte for byte; `look` sees each whole
 * line just before it goes on. Returns the program's exit code, 127 where it could not be started.
 */
export const relay = (
  command: readonly string[],
  client: Client,
  look: (from: Direction, line: string) => void,
): Promise<number> =>
  new Promise((done) => {
    const [program = '', ...args] = command
    const agent = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    agent.on('error', () => done(127))
    agent.on('close', (code, signal) => done(code ?? (signal === null ? 1 : 128)))
    agent.stdin.on('error', () => {})
    client.input.on(
      'data',
      passing((line) => look('client', line), agent.stdin),
    )
    client.input.on('end', () => agent.stdin.end())
    agent.stdout.on(
      'data',
      passing((line) => look('agent', line), client.output),
    )
  })

const passing = (look: (line: string) => void, to: Writable) => {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      look(rest.toString('utf8', 0, end))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > maxLine) rest = Buffer.alloc(0)
    to.write(chunk)
  }
}
