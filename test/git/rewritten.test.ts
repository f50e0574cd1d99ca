import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

const oid = (number: number): string => number.toString(16).padStart(40, '0')

const folder = (bench: Workbench) => join(bench.top, '.git/provenance/commits')

/** Lays down what is known of a commit. */
const know = (bench: Workbench, number: number, what: string): void => {
  mkdirSync(join(folder(bench), oid(number)), { recursive: true })
  writeFileSync(join(folder(bench), oid(number), 'what'), what)
}

const known = (bench: Workbench): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder(bench)).map((name) => [
      Number.parseInt(name, 16),
      readFileSync(join(folder(bench), name, 'what'), 'utf8'),
    ]),
  )

/** Tells the hook of commits and of their new names, as git does (githooks(5), post-rewrite). */
const rewrite = (bench: Workbench, pairs: readonly (readonly [number, number])[]): void => {
  const input = pairs.map(([old, fresh]) => `${oid(old)} ${oid(fresh)}\n`).join('')
  const env = { GIT_DIR: '.git', CDPATH: '/' }
  expect(bench.run('sh', ['.git/hooks/post-rewrite', 'rebase'], { input, env })).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  })
}

test('what is known of a commit goes with it; of commits that became one, only what is known of that', ({ bench }) => {
  for (const old of [1, 2, 3, 5, 6, 8]) know(bench, old, `of ${old}`)
  know(bench, 106, 'made anew')
  rewrite(bench, [
    [1, 101],
    [2, 102],
    [3, 102],
    [4, 104],
    [5, 106],
    [6, 106],
    [7, 108],
    [8, 108],
  ])
  expect(known(bench)).toEqual({ 101: 'of 1', 3: 'of 3', 5: 'of 5', 6: 'of 6', 8: 'of 8', 106: 'made anew' })
})

test('a clone that keeps nothing of commits hears of new names and does nothing', ({ bench }) => {
  rewrite(bench, [[1, 101]])
  expect(existsSync(folder(bench))).toBe(false)
})

// A look through all names at each line took half a minute here; a line costs microseconds.
test('the commits of a long-lived fork are gone through once', { timeout: 15_000 }, ({ bench }) => {
  know(bench, 20_000, 'the last')
  rewrite(
    bench,
    Array.from({ length: 20_000 }, (_, at) => [at + 1, at + 100_001] as const),
  )
  expect(known(bench)).toEqual({ 120000: 'the last' })
})
