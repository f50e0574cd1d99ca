import { describe, expect, test } from 'vitest'
import { missingEntry } from '../../src/core/ledger/entry.js'
import { maxTold, questionsOf, type RefUpdate, type ToldFindings, tell, updateOf } from '../../src/core/push.js'

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]
const zero = '0'.repeat(40)

describe('a line of what git tells', () => {
  test('is an update where git could have written it', () => {
    expect(updateOf([a, b, 'refs/heads/main'])).toEqual({ ref: 'refs/heads/main', from: a, to: b })
    expect(updateOf([zero, b, 'refs/heads/main'])?.from).toBeNull()
    expect(updateOf([a, zero, 'refs/heads/main'])?.to).toBeNull()
    expect(updateOf(['0'.repeat(64), 'a'.repeat(64), 'refs/heads/main'])?.to).toBe('a'.repeat(64))
  })

  test.for([
    [[]],
    [['', '', '']],
    [[a, b]],
    [[a, b, 'main']],
    [[a, 'main', 'refs/heads/main']],
    [[a, '--all', 'refs/heads/main']],
    [[a, 'b'.repeat(64), 'refs/heads/main']],
    [[a, b, 'refs/heads/main', 'more']],
  ])('%j is none', ([words]) => expect(updateOf(words ?? [])).toBeNull())
})

describe('what is judged', () => {
  const standing = { defaultTip: c, aliases: new Map([['refs/x/alias', 'refs/heads/main']]) }
  const update = (ref: string, from: string | null, to: string | null): RefUpdate => ({ ref, from, to })

  test('nothing of what is deleted, and nothing outside of branches and tags', () => {
    const refs = ['refs/heads/x', 'refs/tags/x'].map((ref) => update(ref, a, null))
    const others = ['refs/notes/x', 'refs/for/main', 'refs/headsx', 'refs/replace/x'].map((ref) => update(ref, a, b))
    expect(questionsOf([...refs, ...others], standing)).toEqual([])
  })

  test('each branch that is there by its own policy, what is new together by the default branch’s', () => {
    const pushed = [
      update('refs/heads/main', a, b),
      update('refs/heads/new/one', null, b),
      update('refs/heads/new/two', null, b),
      update('refs/tags/v1', a, c),
    ]
    expect(questionsOf(pushed, standing)).toEqual([
      { refs: ['refs/heads/main'], branch: 'main', base: a, include: [b], exclude: [`^${a}`], from: a },
      {
        refs: ['refs/heads/new/one', 'refs/heads/new/two'],
        branch: null,
        base: c,
        include: [b],
        exclude: ['--not', '--branches'],
        from: null,
      },
      {
        refs: ['refs/tags/v1'],
        branch: null,
        base: c,
        include: [c],
        exclude: ['--not', '--branches', '--tags'],
        from: null,
      },
    ])
  })

  test('a branch by its other names is that branch', () => {
    for (const ref of [
      'refs/x/alias',
      'refs/namespaces/a/refs/heads/main',
      'refs/namespaces/a/refs/namespaces/b/refs/heads/main',
    ])
      expect(questionsOf([update(ref, a, b)], standing)).toMatchObject([{ branch: 'main', include: [b] }])
  })

  test('a new branch that comes alone is named', () => {
    expect(questionsOf([update('refs/heads/new/one', null, b)], { ...standing, defaultTip: null })[0]).toMatchObject({
      branch: 'new/one',
      base: null,
    })
  })
})

test('of a push the first findings of each severity are kept, and all are counted', () => {
  const told: ToldFindings = { error: { shown: [], count: 0 }, warn: { shown: [], count: 0 } }
  for (const severity of ['warn', 'error'] as const)
    for (let at = 0; at < maxTold + 5; at += 1) {
      const findings = [{ code: `${severity}-${at}`, severity }]
      tell(told, { ...missingEntry(a), parents: at === 0 ? [] : [b], findings })
    }
  expect([told.error.count, told.warn.count]).toEqual([maxTold + 5, maxTold + 5])
  expect(told.warn.shown.map(({ code }) => code)).toEqual(Array.from({ length: maxTold }, (_, at) => `warn-${at}`))
  expect(told.error.shown[0]).toMatchObject({ oid: a, parent: null })
  expect(told.error.shown[1]).toMatchObject({ oid: a, parent: b })
})
