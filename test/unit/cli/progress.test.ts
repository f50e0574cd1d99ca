import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { givenOptions } from '../../../src/cli/given-options.js'
import { outputOn } from '../../../src/cli/output.js'
import { progressOn } from '../../../src/cli/progress.js'

/** Two streams of one screen, terminals or not, and what came to stand on it in their order. */
const screenOf = (terminals: { readonly stdout: boolean; readonly stderr: boolean }) => {
  const said: string[] = []
  const write = (piece: Buffer, _: BufferEncoding, done: () => void): void => {
    said.push(String(piece))
    done()
  }
  const stream = (isTTY: boolean) => Object.assign(new Writable({ write }), { isTTY })
  const streams = { stdout: stream(terminals.stdout), stderr: stream(terminals.stderr) }
  const output = outputOn(streams, givenOptions({ command: null }))
  return { output, said: () => said.splice(0).join('') }
}

const both = { stdout: true, stderr: true }
const lines = (count: number) => Buffer.from('{}\n'.repeat(count))

describe('how far a walk is', () => {
  test('is told of long walks alone, in commits, and is gone before the answer', () => {
    const { output, said } = screenOf(both)
    let now = 0
    const progress = progressOn(output, () => now)
    progress.count(lines(3))
    progress.end()
    output.answer('range\n')
    expect(said()).toBe('range\n')
    const long = screenOf(both)
    const slow = progressOn(long.output, () => now)
    now = 1_000
    slow.count(lines(2))
    now = 1_050
    slow.count(lines(1))
    now = 1_100
    slow.count(lines(1))
    expect(long.said()).toBe('\r1 commit\u001b[K\r3 commits\u001b[K')
    long.output.answer('range\n')
    expect(long.said()).toBe('\r\u001b[Krange\n')
    now = 2_000
    slow.count(lines(1))
    slow.end()
    expect(long.said()).toBe('')
  })

  test('goes on beside an answer that goes elsewhere, and is gone before anything else is said', () => {
    const { output, said } = screenOf({ stdout: false, stderr: true })
    let now = 0
    const progress = progressOn(output, () => now)
    now = 1_000
    progress.count(lines(2))
    output.answer('one\n')
    now = 2_000
    progress.count(lines(1))
    output.talk('error\n')
    progress.end()
    expect(said()).toBe('\r1 commit\u001b[Kone\n\r2 commits\u001b[K\r\u001b[Kerror\n')
  })

  test('is told to nobody where standard error is no terminal', () => {
    const { output, said } = screenOf({ stdout: true, stderr: false })
    let now = 0
    const progress = progressOn(output, () => now)
    now = 5_000
    progress.count(lines(2))
    progress.end()
    expect(said()).toBe('')
  })
})
