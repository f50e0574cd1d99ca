import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { test } from '../support/commit-flow.js'
import type { Workbench } from '../support/workbench.js'

/** BusyBox, every Alpine image's shell, compares times of files by the second: what changes within one looks unchanged. */
const hasBusyBox = spawnSync('busybox', ['true']).status === 0

const state = ({ top }: Workbench, name: string) => join(top, '.git/provenance', name)

/** From now on git runs our hooks by BusyBox. */
const byBusyBox = ({ top }: Workbench) => {
  const folder = join(top, '.git/hooks')
  for (const name of readdirSync(folder).filter((one) => !one.endsWith('.sample'))) {
    const text = readFileSync(join(folder, name), 'utf8')
    writeFileSync(join(folder, name), text.replace('#!/bin/sh', '#!/usr/bin/env -S busybox sh'))
  }
}

/** As if init had done its work within the second that a path says: a tenth of it between files and what is kept of them. */
const withinSecond = (bench: Workbench, second: number, kept: string, files: readonly string[]) => {
  for (const file of files) utimesSync(file, second + 0.1, second + 0.1)
  utimesSync(state(bench, kept), second + 0.2, second + 0.2)
}

const commit = (bench: Workbench) => {
  const { stderr } = bench.tryGit(['commit', '-qm', 'By hand', '--allow-empty'])
  return [stderr, bench.trailer('AI-Tool')]
}

describe.skipIf(!hasBusyBox)('under BusyBox', () => {
  test('init within a second: the first commit has node look, the next ones are told of it', ({ bench }) => {
    byBusyBox(bench)
    const claude = join(bench.top, '.claude')
    const files = [claude, join(claude, 'settings.json'), state(bench, 'observing'), state(bench, 'record.sh')]
    const now = Math.floor(Date.now() / 1000)
    withinSecond(bench, now - 10, 'live', files)
    expect(commit(bench)).toEqual(['', ['none; basis=observed']])
    writeFileSync(state(bench, 'runtime'), '/nonexistent/node\n/nonexistent/hook.cjs\n')
    expect(commit(bench)).toEqual(['', ['none; basis=observed']])
  })

  test('all of it, and the commit, within a second: node looks, and is believed', async ({ bench }) => {
    byBusyBox(bench)
    await setTimeout(1000 - (Date.now() % 1000))
    writeFileSync(state(bench, 'observing'), readFileSync(state(bench, 'observing')))
    expect(commit(bench)).toEqual(['', ['none; basis=observed']])
  })

  test('a gate that is switched on in the second of init is on', ({ bench }) => {
    byBusyBox(bench)
    for (const file of ['observing', 'record.sh']) utimesSync(state(bench, file), 1_000_000_000, 1_000_000_000)
    commit(bench)
    const config = join(bench.top, '.provenancerc')
    bench.write('.provenancerc', JSON.stringify({ enforce: ['commit-msg'], rules: {} }))
    withinSecond(bench, Math.floor(Date.now() / 1000) - 10, 'settings.json', [config])
    expect(existsSync(state(bench, 'enforce'))).toBe(false)
    commit(bench)
    expect(readFileSync(state(bench, 'enforce'), 'utf8')).toBe('commit-msg\n')
    const { mtimeMs } = statSync(state(bench, 'settings.json'))
    commit(bench)
    expect(statSync(state(bench, 'settings.json')).mtimeMs).toBe(mtimeMs)
  })
})
