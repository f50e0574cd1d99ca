import { failed } from './exit-codes.js'

/** Set by the build, of package.json's `engines`. */
declare const oldestNode: string

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)

// Imported before all else, and built for any node: where the one that init wrote down is gone, hooks take whatever is on the PATH.
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  const got = `expected Node ${oldestNode} or newer, got ${process.versions.node} (${process.execPath})`
  process.stderr.write(`provenance: ${got}; ${process.argv[2]} did not run (see: provenance doctor)\n`)
  process.exit(failed)
}
