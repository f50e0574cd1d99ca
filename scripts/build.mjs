// Bundles the two programs apart: hooks must start fast and load nothing of the command line.
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  legalComments: 'eof',
  // cosmiconfig asks for it to run TypeScript configuration, a loader that is taken out here.
  external: ['typescript'],
  // Bundled CommonJS packages ask for `require`, which an ES module lacks.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
}

rmSync('dist', { recursive: true, force: true })
await Promise.all([
  build({ ...common, entryPoints: { cli: 'src/cli/main.ts' }, splitting: true, chunkNames: 'cli-[hash]' }),
  build({ ...common, entryPoints: { hook: 'src/hook/main.ts' }, splitting: true, chunkNames: 'hook-[hash]', minify: true, keepNames: true }),
])
