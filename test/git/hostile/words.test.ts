import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commitRaw, type Stage, setStage } from './stage.js'
import { expectHarmless } from './vector.js'

/** What terminals and the logs of CI obey. */
const evil: Readonly<Record<string, string>> = {
  'clears the screen': '\u001b[2J\u001b[H',
  'an OSC 8 link': '\u001b]8;;https://example.invalid\u0007click\u001b]8;;\u0007',
  'OSC 52, which writes the clipboard': '\u001b]52;c;cm0gLXJm\u0007',
  'controls of eight bits': '\u009b2J\u009d52;c;cm0=\u009c',
  'bidi and isolates': '\u202egnp.\u2066x\u2069\u200f',
  'characters nobody sees': '\u200b\u2060\ufeff\u00ad\u{e0041}\u{e007f}',
  'returns and backspaces': 'a\rb\bc\u007f\u000b\u000c\u0085\u2028',
  'workflow commands': '::set-output name=x::y ::error::z ##[error]w ##vso[task.setvariable variable=a]b',
}

/** A commit that says it wherever a commit can. */
const plant = (stage: Stage, words: string): void => {
  const [tree, parent] = stage.git('rev-parse', 'HEAD^{tree}', 'HEAD').trim().split('\n')
  const who = `${words.replace(/[<>]/g, '')} <${words.replace(/[<>]/g, '')}@x> 1767323045 +0000`
  const trailers = [
    `AI-Tool: ${words}`,
    `AI-Model: ${words}`,
    `AI-Change: ${words}`,
    `Co-authored-by: Claude ${words} <noreply@anthropic.com>`,
    `Assisted-by: ${words}`,
    `Signed-off-by: ${words}`,
  ]
  const head = `author ${who}\ncommitter ${who}`
  const message = `${words}\n${words}\n\nAI-Tool: ${words}\n\n${trailers.join('\n')}\n`
  const encoded = commitRaw(stage, `tree ${tree}\nparent ${parent}\n${head}\nencoding ${words}\n\n${message}`)
  commitRaw(stage, `tree ${tree}\nparent ${encoded}\n${head}\n\n${message}`)
}

/** What the program prints, with every finding as an error so that all are told. */
const printed = (stage: Stage): string => {
  const policy = join(stage.home, 'policy.json')
  const rules = ['record-required', 'record-wellformed', 'record-bound', 'no-contradiction']
  writeFileSync(policy, JSON.stringify({ rules: Object.fromEntries(rules.map((id) => [id, 'error'])) }))
  const file = join(stage.home, 'ledger.jsonl')
  return [
    ['verify', 'HEAD', '--policy', policy, '--output', file],
    ['report', file],
    ['ledger', 'check', file],
  ]
    .map((words) => stage.provenance(words))
    .map(({ stdout, stderr }) => stdout + stderr)
    .join('')
}

describe('words in a commit reach the terminal as text', () => {
  for (const [name, words] of Object.entries(evil)) {
    test(name, () => {
      const stage = setStage()
      plant(stage, words)
      expect(stage.git('log', '-1', '--format=%B')).toContain(words.slice(0, 2))
      const text = printed(stage)
      expect(text).toContain(stage.git('rev-parse', 'HEAD').slice(0, 12))
      expectHarmless(text)
      const shown = stage.provenance(['show', 'HEAD', '--json'])
      expectHarmless(shown.stdout)
      // What is escaped is still what was said.
      expect(JSON.parse(shown.stdout).author.email).toContain(words.slice(-3))
    })
  }

  // src/cli/commands/show.ts prints the model of a mark as it stands there; src/report/json.ts what JSON.stringify leaves.
  for (const words of [['show'], ['verify', 'HEAD', '--json']]) {
    test(`of ${words.join(' ')} too`, () => {
      const stage = setStage()
      plant(stage, Object.values(evil).join(''))
      expectHarmless(stage.provenance(words).stdout)
    })
  }
})

describe('words in a ledger that somebody else wrote', () => {
  // src/cli/commands/ledger-check.ts prints a key of the file as it stands there.
  test('ledger check quotes them harmlessly', () => {
    const stage = setStage()
    const file = join(stage.home, 'ledger.jsonl')
    stage.provenance(['verify', 'HEAD', '--output', file])
    const header = readFileSync(file, 'utf8').split('\n')[0] ?? ''
    writeFileSync(file, header.replace('{', `{${JSON.stringify('\u001b[2J\n::error::owned\u202e')}:1,`))
    expectHarmless(stage.provenance(['ledger', 'check', file]).stdout)
  })

  test('a line of 20 MB, and one that is no JSON, are told by their number', () => {
    const stage = setStage()
    const file = join(stage.home, 'forged.jsonl')
    for (const text of [
      `"${'x'.repeat(20_000_000)}"\n`,
      '{{{\n',
      `${'['.repeat(1_000_000)}\n`,
      '{"type":"__proto__"}\n',
    ]) {
      writeFileSync(file, text)
      const ran = stage.provenance(['ledger', 'check', file])
      expect([ran.status, ran.stdout]).toEqual([3, expect.stringContaining(`${file}:1: `)])
    }
  })
})
