import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let patterns = ''

/**
 * Tests of hooks and of the command line run the bundles, so these are made from the sources under test. The processes that run
 * the tests share what each kind of workbench begins with (workbench.ts), in a folder of this run.
 */
export const setup = (): void => {
  execFileSync(process.execPath, [process.env['DEVBUILD'] ?? 'scripts/build.mjs'], { stdio: 'inherit' })
  patterns = mkdtempSync(join(tmpdir(), 'workbenches-'))
  process.env['WORKBENCHES'] = patterns
}

export const teardown = (): void => rmSync(patterns, { recursive: true, force: true })
