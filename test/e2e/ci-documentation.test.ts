import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { providerNames } from '../../src/core/ci/index.js'
import { type Forge, forge } from '../support/ci/forge.js'
import { programPath } from '../support/ci/program-path.js'

const require = createRequire(import.meta.url)
const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/ci.md'), 'utf8')
const template = readFileSync(join(root, 'docs/ci/gitlab-ci.yml'), 'utf8')
const sections = new Map(page.split(/^## /m).map((text) => [text.split('\n')[0] ?? '', text] as const))
const section = (name: string): string => sections.get(name) ?? ''
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block ?? '')

/** The published schema of a CI's files; of draft 4, 6 and 7, whose differences none of these makes use of. */
const judgeBy = (name: string): ValidateFunction => {
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync(require.resolve(`schemastore/schemas/json/${name}.json`), 'utf8'))
  return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, logger: false }).compile(schema)
}

/** Where a CI's files hold lines for a shell, and the run recorded for it. */
const systems = {
  'GitHub Actions': { schema: 'github-workflow', environment: 'github-pull-request', event: 'pull_request' },
  'Azure Pipelines': {
    schema: 'raw.githubusercontent.com/microsoft/azure-pipelines-vscode/master/service-schema',
    environment: 'azure-pull-request',
  },
  'Bitbucket Pipelines': {
    schema: 'bitbucket.org/atlassianlabs/atlascode/raw/main/resources/schemas/pipelines-schema',
    environment: 'bitbucket-pull-request',
  },
  CircleCI: { schema: 'circleciconfig', environment: 'circleci-pull-request' },
  Buildkite: {
    schema: 'raw.githubusercontent.com/buildkite/pipeline-schema/main/schema',
    environment: 'buildkite-pull-request',
  },
} as const

/** A part of a workflow made whole; what the schemas do not know is taken out: GitHub's `merge_group`, and CircleCI's ‘method’ of 2025. */
const asJudged = (schema: string, snippet: Readonly<Record<string, unknown>>): unknown => {
  if (schema === 'github-workflow') {
    const { merge_group: _, ...on } = { push: null, ...(snippet['on'] as object | undefined) } as Record<
      string,
      unknown
    >
    return { ...snippet, on }
  }
  if (schema !== 'circleciconfig') return snippet
  return JSON.parse(JSON.stringify(snippet).replace('{"checkout":{"method":"full"}}', '"checkout"'))
}

/** The lines that a step's `script`, `run` or `command` gives to a shell, one script for each list or text. */
const scriptsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    if (!['script', 'run', 'command'].includes(key)) return scriptsIn(part)
    if (typeof part === 'string') return [part]
    return Array.isArray(part) ? [part.join('\n')] : scriptsIn(part)
  })
}

let there: Forge
let path: string
beforeAll(() => {
  there = forge()
  path = programPath(there.bench.home)
})
afterAll(() => there.bench.remove())

const runIn = (folder: string, script: string, environment: NodeJS.ProcessEnv) =>
  there.bench.run('bash', ['-e', '-c', script], {
    cwd: folder,
    env: { PROVENANCE_PACKAGE: tarball, ...environment, PATH: path },
  })

/** A tarball that a team holds. */
const tarball = 'https://artefacts.example/commit-provenance-0.1.0.tgz'
const install = 'npm install --global --ignore-scripts "${PROVENANCE_PACKAGE:?}"\nprovenance ci'
const npmLog = () => readFileSync(join(there.bench.home, 'npm.log'), 'utf8')

const clone = () => there.clone('git clone -q -b feature URL .')

/** Runs a script as the CI would, and expects the policy's no, with a ledger and reports for the steps after it. */
const expectVerdict = (script: string, environment: NodeJS.ProcessEnv): string => {
  rmSync(join(there.bench.home, 'bin', 'provenance'), { force: true })
  const folder = clone()
  const ran = runIn(folder, script, environment)
  expect([script, ran.status, ran.stdout]).toEqual([script, 1, expect.stringContaining('verdict  fail')])
  expect(existsSync(join(folder, 'provenance-report', 'ledger.jsonl'))).toBe(true)
  expect(npmLog().trimEnd().endsWith(` --ignore-scripts ${tarball}`)).toBe(true)
  return folder
}

describe.each(Object.entries(systems))('%s', (name, { schema, environment, ...rest }) => {
  const snippets = blocks(section(name), 'yaml').map((text) => parse(text))

  test('the files are what the system takes', () => {
    const judge = judgeBy(schema)
    expect(snippets.length).toBeGreaterThan(0)
    for (const snippet of snippets) {
      const whole = asJudged(schema, snippet)
      expect(judge(whole) ? [] : judge.errors).toEqual([])
    }
    expect(judge({ ...snippets[0], steps: 7, jobs: 7, pipelines: 7 })).toBe(false)
  })

  test('the lines in them do what the page says', () => {
    const scripts = snippets.flatMap(scriptsIn)
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts)
      expectVerdict(script, there.environment(environment, 'event' in rest ? rest.event : undefined))
  })
})

test('GitHub: a pull request that gets another target is judged again, and none is judged for a branch of its author’s', () => {
  const [whole, part] = blocks(section('GitHub Actions'), 'yaml').map((text) => parse(text))
  expect(whole.on).toEqual({
    pull_request: { branches: ['main'], types: ['opened', 'synchronize', 'reopened', 'edited'] },
    merge_group: null,
    push: { branches: ['main'] },
  })
  expect([Object.keys(part), page]).toEqual([['jobs'], expect.stringContaining('under the same `on:`')])
})

test('GitLab: the template is what GitLab takes, and its lines work', () => {
  const judge = judgeBy('gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci')
  for (const text of [template, ...blocks(section('GitLab'), 'yaml')])
    expect(judge(parse(text)) ? [] : judge.errors).toEqual([])
  expect(judge({ provenance: { script: 7 } })).toBe(false)
  const { provenance } = parse(template)
  const folder = expectVerdict(provenance.script.join('\n'), there.environment('gitlab-merge-request'))
  for (const file of [...provenance.artifacts.paths, ...Object.values<string>(provenance.artifacts.reports)])
    expect([file, existsSync(join(folder, file))]).toEqual([file, true])
})

test('Jenkins: the lines of the stage work', () => {
  const lines = [...(blocks(section('Jenkins'), 'groovy')[0] ?? '').matchAll(/sh '([^']+)'/g)].map(([, line]) => line)
  expect(lines).toHaveLength(2)
  expectVerdict(lines.join('\n'), there.environment('jenkins-change-request'))
})

test('anywhere else: the lines work', () => {
  expectVerdict(blocks(section('Anywhere else'), 'sh')[0] ?? '', {})
})

test('nothing is installed by a name, which in a registry is nobody’s, nor where no tarball is named', () => {
  expect(`${page}${template}`).not.toMatch(/npm install[^\n]* commit-provenance/)
  const before = npmLog()
  const ran = runIn(clone(), install, { PROVENANCE_PACKAGE: '' })
  expect([ran.status === 0, ran.stdout, npmLog()]).toEqual([false, '', before])
})

test('single commands of the page work', () => {
  const commands = [...page.matchAll(/`((?:git|buildkite-agent) [^`]+)`/g)].map(([, command]) => command ?? '')
  expect(commands).toHaveLength(3)
  const folder = expectVerdict(install, there.environment('buildkite-pull-request'))
  for (const command of commands)
    expect([command, runIn(folder, command, { HEAD_SHA: there.names['FEATURE'] }).status]).toEqual([command, 0])
  expect(readFileSync(join(there.bench.home, 'buildkite.log'), 'utf8')).toContain(
    '--context provenance\n## AI provenance: fail',
  )
})

test('every file that is written, and every system that is known, is on the page', () => {
  const folder = clone()
  const planned = there.bench.provenance(['ci', '--dry-run', '--json'], {
    cwd: folder,
    env: there.environment('gitlab-merge-request'),
  })
  const { files } = JSON.parse(planned.stdout)
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) expect(page).toContain(`\`${file.replace('provenance-report/', '')}\``)
  for (const name of providerNames.filter((one) => one !== 'generic'))
    expect([...sections.keys()].some((title) => title.toLowerCase().startsWith(name))).toBe(true)
})
