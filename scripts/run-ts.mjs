// Runs one TypeScript file of this repository: bundled first, since Node 20 does not strip types.
import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'

const [entry, ...args] = process.argv.slice(2)
const outfile = 'node_modules/.cache/commit-provenance/script.mjs'
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
})
process.exitCode = spawnSync(process.execPath, [outfile, ...args], { stdio: 'inherit' }).status ?? 1
