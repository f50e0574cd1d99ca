import { expect, test } from 'vitest'
import type { AgentEvent } from '../../src/core/edits/event.js'
import { type SessionDesk, spend, takePrompt } from '../../src/core/edits/session.js'

/** The prompts that are heard of reports: when, of what, and in which call; without a text, something was written. */
const heard = (...reports: readonly (readonly [at: number, leaf?: string, call?: string])[]) => {
  const desk: SessionDesk = { sessions: new Map(), prompts: new Map(), heard: 0 }
  for (const [at, leaf = null, call = null] of reports) {
    const event: AgentEvent = {
      kind: 'prompt',
      tool: 'claude-code',
      toolVersion: null,
      model: null,
      session: 's',
      call,
      transcript: null,
      files: [],
      leaf,
      snapshots: [],
      head: null,
      at,
    }
    if (leaf === null) spend(desk, event)
    else takePrompt(desk, event)
  }
  return [...desk.prompts.values()].flat().map((prompt) => prompt.leaf)
}

test('one prompt that two registrations tell of is one, and given again it is two', () => {
  expect(heard([0, 'a'], [1_999, 'a'])).toEqual(['a'])
  expect(heard([0, 'a'], [2_000, 'a'])).toEqual(['a', 'a'])
  expect(heard([0, 'a'], [3_000, 'a'], [18_000_000, 'a'])).toEqual(['a', 'a', 'a'])
  expect(heard([0, 'a'], [1, 'b'], [2, 'a'])).toEqual(['a', 'b', 'a'])
})

test('what is asked again once something was written is another prompt, however soon', () => {
  expect(heard([0, 'a'], [1, 'a'], [2], [3, 'a'], [4, 'a'])).toEqual(['a', 'a'])
  expect(heard([0, 'a', 'one'], [1], [2, 'a', 'one'])).toEqual(['a'])
})

test('where each has a name of its own, that tells them apart, whenever they come', () => {
  expect(heard([0, 'a', 'one'], [9_000, 'a', 'one'])).toEqual(['a'])
  expect(heard([0, 'a', 'one'], [1, 'a', 'two'])).toEqual(['a', 'a'])
})
