import { expect, test } from 'vitest'
import { assemble } from '../../src/core/edits/assemble.js'
import type { AgentEvent } from '../../src/core/edits/event.js'

type Told = readonly [kind: 'prompt' | 'edit-before' | 'edit-after', text: string]

/** The edits that one call of that id comes to, as texts before and after, and how many prompts are behind them. */
const made = (...told: readonly Told[]) => {
  const events = told.map(([kind, text], at): AgentEvent => {
    const isPrompt = kind === 'prompt'
    return {
      kind,
      tool: 'devin',
      toolVersion: null,
      model: 'm',
      session: 's',
      call: isPrompt ? text : 'functions.edit:0',
      transcript: null,
      files: [],
      leaf: isPrompt ? text : null,
      head: null,
      at,
      snapshots: isPrompt ? [] : [{ path: 'a', content: text }],
    }
  })
  const unknown = { model: null, toolVersion: null, now: false }
  const { edits, authors } = assemble(events, {
    sessions: new Map(),
    resolve: () => unknown,
    committed: (paths) => paths.map(() => null),
  })
  const pairs = (edits.get('a') ?? []).map(({ before, after }) => `${before} ${after}`)
  return [pairs, [...authors.values()].map(({ leaves }) => leaves.length)]
}
const look = (text: string): Told => ['edit-before', text]
const end = (text: string): Told => ['edit-after', text]

test('a call that two registrations tell of is one edit', () => {
  expect(made(look('1'), look('1'), end('2'), end('2'))).toEqual([['1 2'], [0]])
  // The second one looked when it was made.
  expect(made(look('1'), look('2'), end('2'), end('2'))).toEqual([['1 2'], [0]])
  expect(made(look('1'), end('2'), look('1'), end('2'))).toEqual([['1 2'], [0]])
})

test('another call that a model gave the same id is another edit, with what was asked for it', () => {
  const [first, second, third] = [
    [look('1'), end('2')],
    [look('2'), end('3')],
    [look('3'), end('4')],
  ] as const
  expect(made(['prompt', 'p'], ...first, ['prompt', 'q'], ...second, ...third)).toEqual([['1 2', '2 3', '3 4'], [2]])
})

test('so is one without a look before it that leaves another text', () => {
  expect(made(look('1'), end('2'), end('3'), end('3'))).toEqual([['1 2', 'undefined 3'], [0]])
})

test('of a call of that id that was refused the look counts no more', () => {
  expect(made(look('1'), look('1 and a person'), end('2'))).toEqual([['1 and a person 2'], [0]])
})
