import { expect, test } from 'vitest'
import { keptText, withoutRecord } from '../../src/core/commit/message.js'
import { scissors } from '../../src/core/trailer/scissors.js'

const diff = '\ndiff --git a/a b/a\n+AI-Tool: x\n'

test('a message ends at git’s line of scissors, and at none with more on it', () => {
  const cut = `Subject\n\nAI-Tool: x\n${scissors('#')}${diff}`
  expect(keptText(cut, '#')).toBe('Subject\n\nAI-Tool: x')
  expect(withoutRecord(cut, '#')).toBe(`Subject\n\n${scissors('#')}${diff}`)
  const text = `Subject\n\n${scissors('#')} here\nmore\n\nAI-Tool: x\n`
  expect(keptText(text, '#')).toBe('Subject\n\nmore\n\nAI-Tool: x')
  expect(withoutRecord(text, '#')).toBe(`Subject\n\n${scissors('#')} here\nmore\n\n`)
})
