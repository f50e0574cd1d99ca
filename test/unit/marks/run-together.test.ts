import { describe, expect, test } from 'vitest'
import { readMarks } from '../../../src/core/marks/read-marks.js'
import { commitOf } from './commit-of.js'

const read = (message: string) => readMarks(commitOf(`${message}\n`), [])
const link = '[Claude Code](https://claude.com/claude-code)'
const claude = 'Co-Authored-By: Claude <noreply@anthropic.com>'
const copilot = 'Copilot App <223556219+Copilot@users.noreply.github.com>'

describe('a message whose lines were not broken', () => {
  test.each([
    ['blanks', `Add X  🤖 Generated with ${link}  ${claude}`, 'subject'],
    ['typed ends', `fix: startup\\n\\n🤖 Generated with ${link}\\n\\n${claude}`, 'subject'],
    ['in the body', `b\n\nSet a limit.\\n\\n\\ud83e\\udd16 Generated with ${link}\\n${claude}\\n`, 'body'],
  ])('%s', (_, message, where) => {
    const marks = read(message).filter(({ raw }) => !raw.includes('limit'))
    expect(marks).toMatchObject([
      { tool: 'claude-code', kind: 'body', where },
      { tool: 'claude-code', kind: 'coauthor', where, raw: claude },
    ])
  })

  test('with other trailers', () => {
    const text = `Set a limit.\\n\\nAssisted-by: GitHub Copilot (model: GPT-5.6 Sol, autonomous)\\nCo-authored-by: ${copilot}\\nCopilot-Session: 1711a974-353d-4096-96e9-c7d6d2105355`
    expect(read(`b\n\n${text}`)).toMatchObject([
      { tool: 'github-copilot', model: 'GPT-5.6 Sol', kind: 'trailer', where: 'body' },
      { tool: 'github-copilot', kind: 'coauthor', where: 'body' },
      { tool: 'github-copilot', kind: 'session', where: 'body' },
    ])
  })

  test('a record in it is a record’s text, and no mark', () => {
    expect(read('b\n\nx\\n\\nAI-Tool: claude-code\\nAI-Model: claude-opus-4-6')).toEqual([])
  })

  test.each([
    `Strip "\\n\\n${claude}" from the message`,
    `Strip \`feat: x\\n\\n🤖 Generated with ${link}\\n\\n${claude}\` from it`,
    `Add the line\\n${claude} to each message`,
    `\`\`\`\nfeat: x\\n\\n${claude}\n\`\`\``,
    `It should be:\n\n    feat: x\\n\\n${claude}`,
    'A person:\\nCo-authored-by: Jane Doe <jane@example.com>',
  ])('%s: no mark', (text) => expect(read(`b\n\n${text}`)).toEqual([]))

  test('linear', () => {
    const start = performance.now()
    read(`claude\n\n${`x\\n${claude}`.repeat(20_000)}\n${'x   co-authored-by: '.repeat(50_000)}`)
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
