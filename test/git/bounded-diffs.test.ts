import { expect } from 'vitest'
import { changesOf } from '../../src/git/changes.js'
import { patchIds } from '../../src/git/patch-ids.js'
import { untrusted } from '../../src/git/read-only.js'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

type Commit = { readonly oid: string; readonly parent: string; readonly parents: readonly string[] }

const wide = { bytes: 2 ** 30, silence: 60_000 }

/** Commits on the main branch: each changes a file, writes so many lines, or, for none, nothing. */
const commits = (bench: Workbench, sizes: readonly number[]): readonly Commit[] =>
  sizes.map((lines, index) => {
    const parent = bench.git('rev-parse', 'HEAD').trim()
    for (let part = 0; part < lines / 10; part += 1)
      bench.write(`${'a long name '.repeat(18)}${index}-${part}`, `line ${index}\n`.repeat(10))
    bench.git('add', '-A')
    bench.git('commit', '-qm', `${index}`, '--allow-empty')
    return { oid: bench.git('rev-parse', 'HEAD').trim(), parent, parents: [parent] }
  })

/** A commit of a few objects whose tree stands for 256 to the third files, each by another path. */
const bomb = (bench: Workbench): Commit => {
  const parent = bench.git('rev-parse', 'HEAD').trim()
  const made = (args: readonly string[], input: string) => bench.tryGit(args, { input }).stdout.trim()
  const names = Array.from({ length: 256 }, (_, index) => `${index}`.padStart(3, '0'))
  const rows = (row: string) => names.map((name) => `${row}\t${name}\n`).join('')
  let tree = made(['mktree'], rows(`100644 blob ${made(['hash-object', '-w', '--stdin'], 'x')}`))
  for (let depth = 0; depth < 2; depth += 1) tree = made(['mktree'], rows(`040000 tree ${tree}`))
  return { oid: made(['commit-tree', tree, '-p', parent], 'Small'), parent, parents: [parent] }
}

test('one change beyond the bounds is named, and costs no other commit what is known of it', async ({ bench }) => {
  const all = commits(bench, [1, 0, 200, 20_000, 0, 1, 300])
  const repository = untrusted(bench.top)
  const ids = (await patchIds(repository, all, wide)).ids
  expect(ids.size).toBe(7)
  const [, , , large] = all.map(({ oid }) => oid)
  const bounds = { bytes: 100_000, silence: 60_000 }
  expect(await patchIds(repository, all, bounds)).toEqual({
    ids: new Map([...ids].filter(([oid]) => oid !== large)),
    tooLarge: new Set([large]),
  })
  const files = (await changesOf(repository, all, wide)).found
  expect(await changesOf(repository, all, { ...bounds, bytes: 20_000 })).toEqual({
    found: new Map([...files].filter(([oid]) => oid !== large)),
    tooLarge: new Set([large]),
  })
})

test('a few objects that stand for millions of files, before which git says nothing', async ({ bench }) => {
  const plain = commits(bench, [1, 0])
  const large = bomb(bench)
  const all = [...plain, large, ...commits(bench, [1])]
  const repository = untrusted(bench.top)
  const names = all.map(({ oid }) => oid).filter((oid) => oid !== large.oid)
  const silent = { ...wide, silence: 700 }
  for (const { found, tooLarge } of [
    await patchIds(repository, all, silent).then(({ ids, tooLarge: more }) => ({ found: ids, tooLarge: more })),
    await changesOf(repository, all, silent),
  ]) {
    expect(new Set(found.keys())).toEqual(new Set(names))
    expect(tooLarge).toEqual(new Set([large.oid]))
  }
})
