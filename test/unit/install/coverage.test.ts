import { describe, expect, test } from 'vitest'
import { agents, installable } from '../../../src/agents/index.js'
import { planSettings } from '../../../src/install/agent-settings.js'
import { missingHooks, reportsWork } from '../../../src/install/coverage.js'

/** What `init` writes for an agent, by file. */
const written = installable.flatMap((name) =>
  (agents[name]?.hooks ?? []).map((hooks) => {
    if (hooks.form === 'own') return { name, hooks, text: hooks.text }
    const [change] = planSettings({ path: `/r/${hooks.path}`, text: null, installed: null }, hooks)
    return { name, hooks, text: change?.after ?? '' }
  }),
)

describe.each(written)('$name, $hooks.path', ({ hooks, text }) => {
  test('is complete as it is written, and laid out anew', () => {
    expect([reportsWork(text, hooks), missingHooks(text, hooks)]).toEqual([true, []])
    const anew = hooks.path.endsWith('.json') ? JSON.stringify(JSON.parse(text)) : text.replaceAll('\n', '\n\n')
    expect([reportsWork(anew, hooks), missingHooks(anew, hooks)]).toEqual([true, []])
  })

  test('is not complete where it is cut off, or gone', () => {
    for (const cut of [text.slice(0, -20), ''])
      expect([cut, missingHooks(cut, hooks)]).toEqual([cut, expect.arrayContaining([expect.any(String)])])
    if (hooks.path.endsWith('.json')) expect(reportsWork(text.slice(0, -20), hooks)).toBe(false)
    expect(reportsWork('', hooks)).toBe(false)
  })

  if (hooks.form === 'merged')
    test('hears of no work without the events that tell of it, and of some without the others', () => {
      const { under, entries } = hooks
      const heardWithout = (event: string): boolean => {
        const settings = JSON.parse(text) as Record<string, Record<string, unknown>>
        const lists = under === null ? settings : (settings[under] ?? {})
        delete lists[event]
        const left = JSON.stringify(settings)
        expect(missingHooks(left, hooks)).toEqual([event])
        return reportsWork(left, hooks)
      }
      for (const event of new Set(entries.map((entry) => entry.event)))
        expect([event, heardWithout(event)]).toEqual([event, /session|prompt|BeforeAgent|Failure|mcp/i.test(event)])
    })
})
