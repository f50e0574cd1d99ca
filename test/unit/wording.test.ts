import { expect, test } from 'vitest'
import { wordingOf } from '../../src/core/wording.js'

test('a record that lacks a field is told apart from one that cannot be taken as written', () => {
  const told = (args?: Record<string, string>) => wordingOf('record-wellformed', 'a'.repeat(40), args).sentence
  expect(told({ fault: 'field-missing', field: 'AI-Model' })).toBe('carries a record that lacks AI-Model')
  for (const args of [
    { fault: 'field-malformed', field: 'AI-Model' },
    { fault: 'field-missing', field: 'a text of somebody else' },
  ])
    expect(told(args)).toBe('carries a record that cannot be taken as written')
  expect(told()).toBe('carries a record that lacks a field, or cannot be taken as written')
})
