import { checkConfig, loadConfigFile, packageConfig, parseConfig } from '../config/load.js'
import { Config } from '../config/schema.js'
import { canonicalJson, sha256 } from '../core/canonical.js'
import { configFiles } from '../core/config-files.js'
import type { Severities } from '../core/policy/evaluate.js'
import type { ResolvedRange } from '../git/range.js'
import type { UntrustedRepository } from '../git/read-only.js'
import { readBlob } from '../git/walk.js'

/** What a range is judged by, where it came from, and the digest by which a ledger names it. */
export type Policy = {
  readonly source: string
  readonly config: Config
  readonly digest: string
  readonly severities: Severities
}

/** The policy: the named file, else the one in the range's base commit, else what is built in. Never the work tree's, never the head's. Throws CONFIG_INVALID. */
export const policyFor = async (
  repository: UntrustedRepository,
  range: ResolvedRange,
  file: string | null,
): Promise<Policy> => {
  const made = (source: string, config: Config): Policy => ({
    ...{ source, config },
    digest: sha256(canonicalJson(JSON.parse(JSON.stringify(config)))),
    severities: Object.fromEntries(
      Object.entries(config.rules).map(([id, rule]) => [id, Array.isArray(rule) ? rule[0] : rule]),
    ),
  })
  if (file !== null) return made(`file ${file.split(/[\\/]/).at(-1)}`, await loadConfigFile(file))
  for (const name of range.from === null ? [] : configFiles) {
    const text = readBlob(repository, range.from ?? '', name)
    if (text === null) continue
    if (name !== 'package.json') return made(`${range.from}:${name}`, parseConfig(name, text))
    const own = packageConfig(text)
    if (own !== undefined) return made(`${range.from}:${name}`, checkConfig(own, name))
  }
  return made('built-in', Config.parse({}))
}
