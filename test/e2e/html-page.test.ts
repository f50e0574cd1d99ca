import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { htmlReport } from '../../src/report/html.js'
import { entryWith, hostileTexts, ledgerOf, rendered } from '../unit/report/hostile.js'

const home = mkdtempSync(join(tmpdir(), 'page-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const browser = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
)

const browse = (...words: string[]) =>
  spawnSync(
    browser ?? '',
    ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${home}/profile`, ...words],
    {
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 2 ** 28,
    },
  )

test.skipIf(browser === undefined)(
  'the page works in a browser: its script runs, and nothing of a commit does',
  async () => {
    const entries = hostileTexts.map((text, index) => entryWith(text, index + 1))
    const page = join(home, 'page.html')
    writeFileSync(page, await rendered(htmlReport, ledgerOf(entries)))
    const { stdout } = browse('--dump-dom', `file://${page}`)
    expect(stdout).toContain(`${entries.length} of ${entries.length} rows</output>`)
    expect(stdout).toContain('<title>AI provenance of &lt;b&gt;HEAD&lt;/b&gt;</title>')
    expect(stdout).not.toMatch(/<img|<svg onload|<b>HEAD|onerror="?alert\(1\)"?>/)
    const shot = join(home, 'shot.png')
    browse('--hide-scrollbars', '--window-size=1200,1600', `--screenshot=${shot}`, `file://${page}`)
    expect(statSync(shot).size).toBeGreaterThan(20_000)
  },
  120_000,
)
