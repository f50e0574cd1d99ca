#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 5)) {
  process.stderr.write(
    `error: expected Node 20.5 or newer, got ${process.versions.node} (${process.execPath}); git hooks that find no other do nothing\n` +
      'hint: with a newer one first on the PATH: provenance doctor\n',
  )
  process.exit(2)
}

const { main } = await import('../dist/cli.mjs')

process.exitCode = await main(process.argv.slice(2))
