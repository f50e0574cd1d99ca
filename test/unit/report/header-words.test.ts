import { expect, test } from 'vitest'
import { reports } from '../../../src/report/index.js'
import { entryWith, ledgerOf, rendered } from './hostile.js'

test.each(['text', 'html'] as const)('%s: where a history that was cut off begins is not known', async (format) => {
  const entryOf = (code: string) => entryWith('x', 1, { findings: [{ code, severity: 'error' }] })
  const cut = await rendered(await reports[format](), ledgerOf([entryOf('shallow')], { verdict: 'incomplete' }))
  expect(cut).toContain('unknown: history is cut off')
  expect(cut).not.toContain('the beginning')
  expect(await rendered(await reports[format](), ledgerOf([entryOf('record-required')]))).toContain('the beginning')
})
