import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Stage, setStage } from './stage.js'
import { expectHarmless, expectRefusal, type Vector, vectors } from './vector.js'

const required = ({ canary }: Stage) => `require('node:child_process').execFileSync('${canary}'); module.exports = {}\n`
const imported = ({ canary }: Stage) =>
  `import { execFileSync } from 'node:child_process'; execFileSync('${canary}'); export default {}\n`

/** A program where other tools look for configuration; that it is one is proven by running it. */
const program = (
  path: string,
  text: (stage: Stage) => string = path.endsWith('.cjs') ? required : imported,
): Vector => ({
  name: path,
  plant: (stage) => {
    stage.write('package.json', '{"type":"module","main":"./index.js"}\n')
    stage.write('../policy.json', '{"rules":{"record-required":"off"}}\n')
    // As after `init`, so that `doctor` reads the configuration.
    stage.write('.git/provenance/runtime', '')
    stage.write(path, text(stage))
    stage.write('live.mjs', `await import('./${path.replace(/\.ts$/, '.ts.mjs')}')\n`)
    if (path.endsWith('.ts')) stage.write(`${path}.mjs`, text(stage))
  },
  live: ({ run }) => run(process.execPath, ['live.mjs']),
})

vectors(
  'configuration that is a program',
  [
    program('.provenancerc.js'),
    program('.provenancerc.cjs'),
    program('.provenancerc.mjs'),
    program('.provenancerc.ts'),
    program('provenance.config.js'),
    program('provenance.config.ts'),
    program('.config/provenancerc.js'),
    { ...program('.config/config.js') },
    { ...program('.config/config.cjs') },
    { ...program('.config/config.mjs') },
    {
      name: 'package.json with provenance, type and main, and one for cosmiconfig',
      plant: (stage) => {
        stage.write('../policy.json', '{}\n')
        stage.write('.git/provenance/runtime', '')
        stage.write('index.js', imported(stage))
        stage.write(
          'package.json',
          JSON.stringify({
            type: 'module',
            main: './index.js',
            bin: './index.js',
            exports: './index.js',
            provenance: { rules: { 'record-required': 'error' } },
            cosmiconfig: { searchPlaces: ['index.js'], mergeSearchPlaces: true },
          }),
        )
      },
      live: ({ run }) => run(process.execPath, ['index.js']),
    },
    {
      name: 'node_modules that shadow what we import',
      plant: (stage) => {
        stage.write('../policy.json', '{}\n')
        for (const name of ['typescript', 'execa', 'commander', 'chalk', 'cosmiconfig', 'zod', 'ajv', 'canonicalize']) {
          stage.write(`node_modules/${name}/package.json`, `{"name":"${name}","type":"module","main":"index.js"}`)
          stage.write(`node_modules/${name}/index.js`, imported(stage))
        }
        stage.write('live.mjs', "import 'execa'\n")
      },
      live: ({ run }) => run(process.execPath, ['live.mjs']),
    },
    {
      name: 'state of ours that somebody else left',
      plant: (stage) => {
        const { write, canary, top } = stage
        write('../policy.json', '{}\n')
        write('.git/provenance/runtime', `${canary}\n${canary}\n`)
        write('.git/provenance/record.sh', `#!/bin/sh\n'${canary}'\n`, 0o755)
        write('.git/provenance/observing', 'claude-code\n')
        write('.git/provenance/installed.json', '{"files":{"__proto__":{"after":"x"}}}')
        const call = { session_id: 's', cwd: top, hook_event_name: 'PostToolUse', tool_name: 'Write', tool_use_id: 'u' }
        const payload = JSON.stringify({ ...call, tool_input: { file_path: join(top, 'start.txt') } })
        write('.git/provenance/spool/1.0', `raw 1 claude-code file \n\n${payload}\n`)
        stage.config('core.fsmonitor', canary)
      },
      live: ['status'],
    },
  ],
  [['doctor'], ['verify', 'HEAD', '--policy', '../policy.json']],
)

/** The policy is read from the range's base commit, which the writer of the range may have written. */
const inBase = (stage: Stage, name: string, text: string) => {
  stage.write(name, text)
  stage.git('add', '-f', name)
  stage.git('commit', '-qm', 'Base')
  stage.git('tag', 'base')
  stage.git('commit', '-q', '--allow-empty', '-m', 'After')
  return stage.provenance(['verify', 'base..HEAD'])
}

/** Lines that each say three times what the line before said. */
const bomb = ['&a0 [x, x]', ...Array.from({ length: 12 }, (_, i) => `&a${i + 1} [*a${i}, *a${i}, *a${i}]`)]

const anywhere = (value: string) => `rules:\n  record-required:\n    - error\n    - ${value}\n`

const refusedBases: Readonly<Record<string, readonly [string, string]>> = {
  'a function in YAML': ['.provenancerc', 'rules: !!js/function "function () { return process.exit(0) }"\n'],
  'a constructor in YAML': ['.provenancerc.yaml', 'rules: !!js/undefined\n'],
  'another __proto__': ['.provenancerc.json', '{"__proto__":{"rules":{}},"constructor":{"prototype":{"x":1}}}'],
  'another __proto__ in YAML': ['.provenancerc.yml', '__proto__: {polluted: 1}\nconstructor: {}\n'],
  'a bomb of anchors': ['.provenancerc', bomb.map((line, i) => `a${i}: ${line}\n`).join('')],
  'deep nesting': ['.provenancerc.json', `{"rules":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  'deep nesting in YAML': ['.provenancerc', `rules: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`],
  'two megabytes': ['.provenancerc', `# ${'x'.repeat(2_000_000)}\n{}\n`],
}

/** An option may be any value, and so no schema stops these. */
const openBases: typeof refusedBases = {
  'a bomb of anchors where any value may stand': ['.provenancerc', anywhere(`[${bomb.join(', ')}]`)],
  'a list that holds itself': ['.provenancerc', anywhere('&a [*a]')],
}

describe('a policy in the base commit', () => {
  for (const [name, [file, text]] of Object.entries(refusedBases)) {
    test(`${name} is refused`, () => {
      const stage = setStage()
      expectRefusal(inBase(stage, file, text), 2, 'CONFIG_INVALID')
    })
  }

  for (const [name, [file, text]] of Object.entries(openBases)) {
    // Its digest is made from JSON text: the first costs three times as much for each line, the second ends with 70.
    test(`${name} is refused`, () => {
      const stage = setStage()
      expectRefusal(inBase(stage, file, text), 2, 'CONFIG_INVALID')
    })
  }

  const key = 'x\n::error::owned\nhint: rm\u001b[2J\u202e\u009b'

  test('a key of escapes and workflow commands is quoted harmlessly', () => {
    const stage = setStage()
    const ran = inBase(stage, '.provenancerc.json', JSON.stringify({ [key]: 1 }))
    expect(ran.status).toBe(2)
    expectHarmless(ran.stderr)
  })

  // The message of an error is taken as it is, newlines too.
  test('a key of more lines cannot forge a hint', () => {
    const stage = setStage()
    expectRefusal(inBase(stage, '.provenancerc.json', JSON.stringify({ [key]: 1 })), 2, 'CONFIG_INVALID')
  })

  test('a program is none', () => {
    const stage = setStage()
    const ran = inBase(stage, '.provenancerc.js', required(stage))
    expect([ran.status, stage.runs()]).toEqual([0, 0])
    expect(ran.stdout).toContain('policy   built-in')
  })

  test('a link is its own text, and leads nowhere', () => {
    const stage = setStage()
    stage.run('ln', ['-s', '/etc/passwd', '.provenancerc'])
    const ran = inBase(stage, 'other.txt', 'x\n')
    stage.git('add', '-f', '.provenancerc')
    expect(ran.stdout).toContain('policy   built-in')
    stage.git('commit', '-qm', 'Link')
    stage.git('commit', '-q', '--allow-empty', '-m', 'After')
    const linked = stage.provenance(['verify', 'HEAD~1..HEAD'])
    expectRefusal(linked, 2, 'CONFIG_INVALID')
    expect(linked.stderr).not.toContain('root')
  })
})
