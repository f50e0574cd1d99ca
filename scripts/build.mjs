// Bundles the programs apart: hooks must start fast and load nothing of the command line; a server's gate is one file.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

const common = {
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  // jsonc-parser's main is UMD, whose requires a bundle cannot follow.
  mainFields: ['module', 'main'],
  legalComments: 'eof',
  // cosmiconfig asks for it to run TypeScript configuration, a loader that is taken out here.
  external: ['typescript'],
  // Bundled CommonJS packages ask for `require`, which an ES module lacks.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
}

/** Leaves one import to a file of its own. */
const apart = (from, path) => ({
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, (args) => (args.path === from ? { path, external: true } : undefined)),
})

/** No module: a commit waits for node to load it. */
const commonjs = { ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, banner: {}, minify: true }

const program = await build({
  ...commonjs,
  entryPoints: { 'hook-program': 'src/hook/hook-program.ts' },
  // Texts of agents' plugins, which are modules, stay on one line: publint takes what it sees at a line's start for code.
  supported: { 'template-literal': false },
  plugins: [apart('./on-demand.js', './on-demand.mjs')],
  write: false,
})
// The loader (src/hook/loader.ts) compiles it by itself, which leaves it without import(); it is handed one instead.
const programText = program.outputFiles[0].text.replaceAll(/\bimport\(/g, 'importApart(')
mkdirSync('dist', { recursive: true })
writeFileSync('dist/hook-program.cjs', programText)
const programDigest = createHash('sha256').update(programText).digest('hex').slice(0, 16)

const { engines } = JSON.parse(readFileSync('package.json', 'utf8'))
const oldestNode = JSON.stringify(engines.node.replace('>=', ''))

const built = await Promise.all([
  program,
  build({
    ...commonjs,
    entryPoints: { hook: 'src/hook/loader.ts' },
    define: { programDigest: JSON.stringify(programDigest), oldestNode },
    // A node that is too old must get so far as to be told.
    target: 'es2015',
    supported: { 'dynamic-import': true },
  }),
  build({
    ...common,
    entryPoints: { cli: 'src/cli/main.ts' },
    splitting: true,
    chunkNames: 'cli-[hash]',
    minify: true,
  }),
  build({ ...common, entryPoints: { 'on-demand': 'src/hook/on-demand.ts' }, minify: true }),
  // Hooks that servers have installed name it so.
  build({ ...common, entryPoints: { receive: 'src/hook/server-gate.ts' }, define: { oldestNode }, minify: true }),
])

// What an earlier build left goes last: a program that is running meanwhile still finds its parts.
const fresh = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((file) => basename(file))))
for (const name of readdirSync('dist')) if (!fresh.has(name)) rmSync(join('dist', name))
