import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Entry, Footer, Header, LedgerLine } from '../../src/core/ledger/schema.js'
import { type Ran, type RunOptions, type Workbench, workbench } from './workbench.js'

export type Judged = Ran & {
  readonly header: Header
  readonly entries: readonly Entry[]
  readonly footer: Footer
  /** The codes of the findings of the last commit, those that warn with a `?`, those waived with a `~`. */
  readonly codes: readonly string[]
}

/** A repository without hooks, in which commits are made with messages as given, and judged by policies as given. */
export type PolicyBench = Workbench & {
  /** Commits these files, two lines each, with a message as it stands. Returns the commit. */
  readonly commit: (message: string, files?: readonly string[], options?: RunOptions) => string
  /** Judges a range, HEAD alone without one, by a policy in a file outside. */
  readonly judge: (policy: string, args?: readonly string[], range?: string) => Judged
}

export const policyBench = (): PolicyBench => {
  const bench = workbench({ init: false, files: { 'start.txt': 'start\n' } })
  bench.write('.git/info/exclude', '')
  const policyFile = join(bench.home, 'policy.yaml')
  return {
    ...bench,
    commit: (message, files = ['a.txt'], options = {}) => {
      for (const file of files) {
        if (!existsSync(join(bench.top, dirname(file)))) mkdirSync(join(bench.top, dirname(file)), { recursive: true })
        bench.write(file, existsSync(join(bench.top, file)) ? `${bench.read(file)}more\n` : 'one\ntwo\n')
      }
      bench.git('add', '-A')
      const ran = bench.tryGit(['commit', '-q', '--cleanup=verbatim', '-F', '-'], { ...options, input: `${message}\n` })
      if (ran.status !== 0) throw new Error(ran.stderr)
      return bench.git('rev-parse', 'HEAD').trim()
    },
    judge: (policy, args = [], range = 'HEAD~1..HEAD') => {
      bench.write('../policy.yaml', policy)
      return judged(bench.provenance(['verify', range, '--policy', policyFile, '--format', 'jsonl', ...args]))
    },
  }
}

/** A ledger on standard output, taken apart; empty where there is none. */
export const judged = (ran: Ran): Judged => {
  const lines = ran.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LedgerLine)
  const entries = lines.filter((line): line is Entry => line.type === 'commit')
  return {
    ...ran,
    header: lines.find((line): line is Header => line.type === 'header') as Header,
    entries,
    footer: lines.find((line): line is Footer => line.type === 'footer') as Footer,
    codes: (entries.at(-1)?.findings ?? []).map(({ code, severity, waiver }) =>
      waiver === undefined ? `${code}${severity === 'warn' ? '?' : ''}` : `${code}~`,
    ),
  }
}
