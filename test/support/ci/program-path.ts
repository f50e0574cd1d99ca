import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const packageFolder = resolve(import.meta.dirname, '../../..')
const program = `#!/bin/sh\nexec node '${join(packageFolder, 'bin', 'provenance.mjs')}' "$@"\n`

/**
 * A PATH on which `npm` installs nothing from a registry: it writes down its words in `npm.log`, and puts this package where npm
 * would; `npm run` runs the build.
 * `buildkite-agent` writes down what it is given.
 */
export const programPath = (folder: string): string => {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const log = join(folder, 'npm.log')
  const install = [
    '#!/bin/sh',
    `echo "$PWD: $*" >>'${log}'`,
    '[ "$1" != run ] || exec node scripts/build.mjs',
    `prefix='${folder}'`,
    'global=',
    'while [ $# -gt 0 ]; do',
    '  case $1 in --prefix) prefix=$2; shift ;; --global) global=1 ;; esac',
    '  shift',
    'done',
    'if [ -n "$global" ]; then',
    `  mkdir -p "$prefix/bin" && cat >"$prefix/bin/provenance" <<'EOP' && chmod +x "$prefix/bin/provenance"\n${program}EOP`,
    'else',
    `  mkdir -p "$prefix/node_modules" && ln -sfn '${packageFolder}' "$prefix/node_modules/commit-provenance"`,
    'fi',
    '',
  ]
  const scripts = {
    npm: install.join('\n'),
    'buildkite-agent': `#!/bin/sh\n{ echo "$*"; cat; } >'${join(folder, 'buildkite.log')}'\n`,
  }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  return `${bin}${delimiter}${process.env['PATH'] ?? ''}`
}
