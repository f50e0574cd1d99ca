import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Forge, forge } from '../support/ci/forge.js'
import { programPath } from '../support/ci/program-path.js'

const require = createRequire(import.meta.url)
const root = resolve(import.meta.dirname, '../..')

type Action = {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: {
    readonly steps: readonly {
      readonly shell: string
      readonly env: Readonly<Record<string, string>>
      readonly run: string
    }[]
  }
}
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
const [step] = action.runs.steps
if (step === undefined) throw new Error('the action has no step')

let there: Forge
beforeAll(() => {
  there = forge()
})
afterAll(() => there.bench.remove())

/** The step as the runner runs it: its text in a file, its inputs put in for the expressions of `env`, bash as for `shell: bash`. */
const run = (
  inputs: Readonly<Record<string, string>> = {},
  folder = there.clone('git clone -q -b feature URL .'),
  actionPath = root,
) => {
  const temp = join(there.bench.home, 'runner temp')
  mkdirSync(temp, { recursive: true })
  const [file, output, summary] = ['step.sh', 'output', 'summary'].map((name) => join(temp, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(file, step.run)
  for (const path of [output, summary]) writeFileSync(path, '')
  const env = Object.fromEntries(
    Object.entries(step.env).map(([name, text]) => [
      name,
      text.replace(
        /\$\{\{ inputs\.([\w-]+) \}\}/g,
        (_, input: string) => inputs[input] ?? action.inputs[input]?.default ?? '',
      ),
    ]),
  )
  const ran = there.bench.run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd: folder,
    env: {
      ...there.environment('github-pull-request', 'pull_request'),
      ...env,
      GITHUB_ACTION_PATH: actionPath,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temp,
      PATH: programPath(there.bench.home),
    },
  })
  return { ...ran, folder, outputs: readFileSync(output, 'utf8'), summary: readFileSync(summary, 'utf8') }
}

const npmLog = () => readFileSync(join(there.bench.home, 'npm.log'), 'utf8')

describe('action.yml', () => {
  const judge = new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(require.resolve('schemastore/schemas/json/github-action.json'), 'utf8')),
  )

  test('is an action, by its schema', () => {
    expect(judge(action) ? [] : judge.errors).toEqual([])
    expect(judge({ ...action, runs: { using: 'composite' } })).toBe(false)
  })

  test('no expression stands in the script, where its text would be run', () => {
    expect(action.runs.steps).toHaveLength(1)
    for (const { run: script } of action.runs.steps) expect(script).not.toContain('${{')
  })

  test('every input is handed on, every output is one that the command writes', () => {
    const handed = Object.values(step.env).map((text) => /inputs\.([\w-]+)/.exec(text)?.[1])
    expect(handed.sort()).toEqual(Object.keys(action.inputs).sort())
    const { outputs } = run()
    expect(Object.keys(action.outputs).length).toBeGreaterThan(0)
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`)
      expect(outputs).toContain(`${name}<<ghadelimiter_`)
    }
  })
})

describe('its script, as the runner runs it', () => {
  test('says no with the policy, and leaves annotations, summary and files', () => {
    const ran = run()
    expect([ran.status, ran.stderr]).toEqual([1, ''])
    expect(ran.stdout).toMatch(/^::error title=record-required::/m)
    expect(ran.summary).toContain('## AI provenance: fail')
    expect(existsSync(join(ran.folder, 'provenance-report', 'comment.md'))).toBe(true)
  })

  test('with a policy from outside, and another folder', () => {
    const policy = join(there.bench.home, 'lax policy.json')
    writeFileSync(policy, '{"rules":{"record-required":"off"}}')
    const ran = run({ policy, 'output-folder': 'other reports' })
    expect([ran.status, ran.stdout]).toEqual([0, expect.stringContaining('policy   file lax policy.json')])
    expect(readdirSync(join(ran.folder, 'other reports'))).toContain('ledger.jsonl')
  })

  test('inputs are words, whatever is in them', () => {
    for (const input of ['policy', 'allowed-signers', 'output-folder', 'package'])
      for (const text of ['$(touch forged)', '"; touch forged; "', '`touch forged`', '--provider=generic']) {
        const ran = run({ [input]: text })
        expect([input, text, readdirSync(ran.folder).includes('forged')]).toEqual([input, text, false])
        if (input !== 'output-folder') expect([input, text, ran.status]).toEqual([input, text, 2])
      }
  })

  test('a tarball of the team’s own is installed outside of the checkout; a name or a version is refused', () => {
    const address = 'https://artefacts.example/commit-provenance-0.1.0.tgz'
    expect(run({ package: address }).status).toBe(1)
    const temp = join(there.bench.home, 'runner temp', 'commit-provenance')
    expect(npmLog()).toContain(`${temp}: install --ignore-scripts --no-save --prefix . ${address}\n`)
    for (const name of ['commit-provenance', '0.1.0', 'commit-provenance@0.1.0', 'http://artefacts.example/a.tgz'])
      expect([name, run({ package: name }).status]).toEqual([name, 2])
  })

  test('without a build in the action’s folder, it is built there', () => {
    const copy = join(there.bench.home, 'action')
    mkdirSync(copy)
    for (const name of ['bin', 'hooks', 'schemas', 'scripts', 'src', 'package.json', 'tsconfig.json'])
      cpSync(join(root, name), join(copy, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const ran = run({}, undefined, copy)
    expect([ran.status, existsSync(join(copy, 'dist', 'cli.mjs'))]).toEqual([1, true])
    expect(npmLog()).toContain(`${copy}: install --ignore-scripts --no-audit --no-fund\n${copy}: run --silent build\n`)
  })
})
