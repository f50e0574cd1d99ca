import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Program } from '../workflows/install/ready-clone.js'

/** The package's own folder, whether run from `dist/` or from `src/cli/` in tests. */
export const packageFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** The files of this package that git hooks and agents run. */
export const program = (): Program => ({
  hooks: join(packageFolder(), 'hooks'),
  entry: join(packageFolder(), 'dist', 'hook.cjs'),
  node: process.execPath,
})

/** The folder of the published JSON schemas. */
export const schemaFolder = (): string => join(packageFolder(), 'schemas')

const packageFile = () =>
  JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
    readonly version: string
    readonly engines: { readonly node: string }
  }

/** This package's version. */
export const packageVersion = (): string => packageFile().version

/** The oldest node that runs it, as package.json says. */
export const oldestNode = (): string => packageFile().engines.node.replace(/^>=/, '')
