import { execFileSync } from 'node:child_process'

/** Tests of hooks and of the command line run the bundles, so these are made from the sources under test. */
export const setup = (): void => {
  execFileSync(process.execPath, [process.env['DEVBUILD'] ?? 'scripts/build.mjs'], { stdio: 'inherit' })
}
