import { loadConfig } from '../../config/load.js'
import { commitOf } from '../../git/range.js'
import { untrusted } from '../../git/read-only.js'
import { isSetUp, type Location } from '../../store/location.js'
import { settingsAreStale, settingsStamp, writeSettings } from '../../store/settings.js'
import { policyFor } from '../verify/policy-for.js'

/** Takes the hooks' settings anew from the configuration, where that changed since. Throws CONFIG_INVALID; the settings kept then stand. */
export const refreshSettings = async (location: Location): Promise<void> => {
  if (isSetUp(location) && settingsAreStale(location)) await takeSettings(location)
}

/** The same, whether it changed or not: hooks/parts/settings.sh, which goes by times alone, then finds them newer. Throws CONFIG_INVALID. */
export const takeSettings = async (location: Location): Promise<void> => {
  const before = settingsStamp(location, [])
  const { config, extended } = await loadConfig(location.top)
  writeSettings(location, {
    // What changed since it was read is read again next time.
    stamp: settingsStamp(location, []) === before ? settingsStamp(location, extended) : '',
    extended,
    promptHash: config.prompts.hash,
    keyFile: config.prompts.keyFile ?? null,
    guard: config.prompts.guard ?? null,
    noneRecord: config.noneRecord,
    enforce: [...new Set([...config.enforce, ...(await enforcedInHead(location))])],
    ignore: config.ignore,
    assistedBy: config.trailers.assistedBy ?? null,
    coAuthoredBy: config.trailers.coAuthoredBy ?? null,
  })
}

/** The gates that the last commit has on: a change of the configuration does not open them for itself. */
const enforcedInHead = async (location: Location): Promise<readonly string[]> => {
  try {
    const repository = untrusted(location.top)
    const from = commitOf(repository, 'HEAD')
    const range = { query: 'HEAD', from, to: from, revisions: [], options: [] }
    return (await policyFor(repository, range, null)).config.enforce
  } catch {
    // No commit yet, or one that cannot be judged by: the work tree's word stands alone.
    return []
  }
}
