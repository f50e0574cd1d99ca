import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunOptions, type Workbench, workbench } from '../workbench.js'

/** The commits of a forge by the words that stand for them in recorded environments and events, `@MAIN@`. */
export type Names = Readonly<Record<string, string>>

/** A remote as a forge keeps it, with a pull request whose head takes the policy away, and clones of it as a CI makes them. */
export type Forge = {
  readonly bench: Workbench
  readonly url: string
  readonly names: Names
  /** Runs git lines in a new folder, `URL` standing for the remote; returns the folder. */
  readonly clone: (...lines: readonly string[]) => string
  /** A recorded environment; with the event that it names. */
  readonly environment: (name: string, event?: string) => NodeJS.ProcessEnv
  readonly sh: (folder: string, line: string, options?: RunOptions) => ReturnType<Workbench['run']>
}

const strict = '{"rules":{"record-required":"error"}}\n'
const lax = '{"rules":{"record-required":"off"}}\n'

/**
 * main: Start, Policy (v1), More (v2). feature, left at Start: One, and Two, which has a policy of its own. Neither has records, so
 * that the policy of main, and no other, says no.
 */
export const forge = (): Forge => {
  const bench = workbench({ init: false })
  const { git } = bench
  const oid = (revision: string) => git('rev-parse', revision).trim()
  const commit = (subject: string, policy?: string) => {
    if (policy !== undefined) bench.write('.provenancerc', policy)
    bench.write(`${subject}.txt`, `${subject}\n`)
    git('add', '-Af', '.')
    git('commit', '-qm', subject)
    return oid('HEAD')
  }
  const FORK = oid('HEAD')
  git('checkout', '-qb', 'feature')
  const ONE = commit('One')
  const FEATURE = commit('Two', lax)
  git('checkout', '-q', 'main')
  const BEFORE = commit('Policy', strict)
  git('tag', 'v1')
  const MAIN = commit('More')
  git('tag', 'v2')
  git('checkout', '-q', '--detach')
  git('merge', '-q', '--no-ff', '-X', 'theirs', '-m', 'Merge pull request', 'feature')
  const MERGE = oid('HEAD')
  git('checkout', '-q', 'main')
  for (const [ref, target] of Object.entries({
    'refs/pull/7/head': FEATURE,
    'refs/pull/7/merge': MERGE,
    'refs/merge-requests/7/head': FEATURE,
    'refs/merge-requests/7/merge': MERGE,
    'refs/heads/gh-readonly-queue/main/pr-7': MERGE,
    'refs/pipelines/11': FEATURE,
    'refs/pipelines/12': MERGE,
    'refs/pipelines/13': MAIN,
  }))
    git('update-ref', ref, target)
  const names = { FORK, ONE, FEATURE, BEFORE, MAIN, MERGE, ZERO: '0'.repeat(40), SHORTMAIN: MAIN.slice(0, 12) }
  return { bench, names, url: `file://${encodeURI(bench.top)}`, ...doings(bench, names) }
}

const doings = (bench: Workbench, names: Names): Pick<Forge, 'clone' | 'environment' | 'sh'> => {
  let clones = 0
  const url = `file://${encodeURI(bench.top)}`
  const filled = (folder: string, name: string) =>
    readFileSync(join(import.meta.dirname, folder, name), 'utf8').replace(
      /@([A-Z]+)@/g,
      (whole, word) => names[word] ?? whole,
    )
  const sh: Forge['sh'] = (folder, line, options) => bench.run('sh', ['-c', line], { cwd: folder, ...options })
  return {
    sh,
    clone: (...lines) => {
      clones += 1
      const folder = join(bench.home, `clone ${clones}`)
      mkdirSync(folder)
      for (const line of lines) {
        const ran = sh(folder, line.replaceAll('URL', url))
        if (ran.status !== 0) throw new Error(`${line}: ${ran.stderr}`)
      }
      return folder
    },
    environment: (name, event) => {
      const lines = filled('environments', `${name}.env`).split('\n')
      const env = Object.fromEntries(
        lines
          .filter((line) => /^\w+=/.test(line))
          .map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
      )
      if (event === undefined) return env
      const path = join(bench.home, `${event}.json`)
      writeFileSync(path, filled('events', `${event}.json`))
      return { ...env, GITHUB_EVENT_PATH: path }
    },
  }
}
