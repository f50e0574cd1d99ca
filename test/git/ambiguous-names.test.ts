import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Workbench, workbench } from '../support/workbench.js'

let bench: Workbench
let base: string
let head: string

/** A base that asks for records, and a commit without one. */
beforeAll(() => {
  bench = workbench({ init: false })
  bench.write('.provenancerc', 'rules: { record-required: error }\n')
  bench.git('add', '-f', '.provenancerc')
  bench.git('commit', '-qm', 'Base')
  bench.git('commit', '-q', '--allow-empty', '-m', 'No record')
  const [one = '', two = ''] = bench.git('rev-list', 'HEAD').trim().split('\n')
  head = one
  base = two
})
afterAll(() => bench.remove())

const zero = '0'.repeat(40)
/** Runs with these refs beside main, and without them again. */
const among = <T>(refs: Readonly<Record<string, string>>, run: () => T): T => {
  for (const [ref, oid] of Object.entries(refs)) bench.git('update-ref', ref, oid, zero)
  try {
    return run()
  } finally {
    for (const ref of Object.keys(refs)) bench.git('update-ref', '-d', ref)
  }
}
const ci = (name: string) => bench.provenance(['ci', '--provider', 'generic', '--base', name, '--json'])
const codeOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout).error?.code ?? null

describe('the base of a CI that is called like a branch of the remote', () => {
  test.each(['refs/heads/origin/main', 'refs/tags/origin/main', 'refs/origin/main'])(
    'is that, whatever %s is',
    (ref) => {
      among({ 'refs/remotes/origin/main': base, [ref]: head }, () => {
        for (const name of ['origin/main', 'origin/main~0', 'refs/remotes/origin/main'])
          expect([name, ci(name).status]).toEqual([name, 1])
      })
    },
  )

  test('is nothing else where the clone has not fetched it, by its full name neither', () => {
    const pushed = { 'refs/heads/origin/main': head, 'refs/tags/refs/remotes/origin/main': head }
    among(pushed, () => {
      expect([ci('origin/main').status, ci('refs/remotes/origin/main').status]).toEqual([2, 2])
    })
    among({ 'refs/heads/origin/main': head }, () => {
      expect(codeOf(ci('origin/main'))).toBe('HISTORY_INCOMPLETE')
    })
  })

  test('is so of every remote that has it', () => {
    among({ 'refs/remotes/upstream/main': base, 'refs/heads/upstream/main': head }, () => {
      expect(ci('upstream/main').status).toBe(1)
    })
  })
})

describe('a name that several refs have, at different commits, is refused by verify', () => {
  const asked = (...words: string[]) => bench.provenance(['verify', ...words, '--json'])

  test.each<readonly [string, Readonly<Record<string, 'base' | 'head'>>, string]>([
    [
      'a branch like the remote’s',
      { 'refs/remotes/origin/main': 'base', 'refs/heads/origin/main': 'head' },
      'origin/main',
    ],
    ['a tag like the remote’s', { 'refs/remotes/origin/main': 'base', 'refs/tags/origin/main': 'head' }, 'origin/main'],
    ['with what git goes on from it', { 'refs/heads/both': 'base', 'refs/tags/both': 'head' }, 'both^{commit}'],
    ['a remote’s own head', { 'refs/remotes/up/HEAD': 'base', 'refs/heads/up': 'head' }, 'up'],
    ['a ref without a namespace', { 'refs/heads/both': 'base', 'refs/both': 'head' }, 'both'],
    ['a full name that only another’s ends like', { 'refs/heads/refs/tags/v1': 'head' }, 'refs/tags/v1'],
  ])('%s', (_, refs, name) => {
    const oids = Object.fromEntries(Object.entries(refs).map(([ref, at]) => [ref, at === 'base' ? base : head]))
    among(oids, () => {
      expect(codeOf(asked(`${name}..HEAD`))).toBe('AMBIGUOUS_REVISION')
      for (const [ref, oid] of Object.entries(oids))
        expect([ref, asked(`${ref}..HEAD`).status]).toEqual([ref, oid === base ? 1 : 0])
    })
  })

  test('a tag called like the short name of a commit', () => {
    among({ [`refs/tags/${base.slice(0, 8)}`]: head }, () => {
      expect(codeOf(asked(`${base.slice(0, 8)}..HEAD`))).toBe('AMBIGUOUS_REVISION')
    })
    expect(codeOf(asked(`${base.slice(0, 8)}..HEAD`))).toBe(null)
  })

  test('and taken where they are one commit', () => {
    among({ 'refs/remotes/origin/main': base, 'refs/heads/origin/main': base }, () => {
      expect(codeOf(asked('origin/main..HEAD'))).toBe(null)
    })
  })
})
