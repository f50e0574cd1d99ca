import { loadConfig } from '../config/load.js'
import { isSetUp, type Location } from '../store/location.js'
import { readSettings, settingsStamp, writeSettings } from '../store/settings.js'

/** Takes the hooks' settings anew from the configuration, where that changed since. Throws CONFIG_INVALID; the settings kept then stand. */
export const refreshSettings = async (location: Location): Promise<void> => {
  const stamp = settingsStamp(location)
  if (!isSetUp(location) || readSettings(location).stamp === stamp) return
  const { config } = await loadConfig(location.top)
  writeSettings(location, {
    stamp,
    promptHash: config.prompts.hash,
    keyFile: config.prompts.keyFile ?? null,
    guard: config.prompts.guard ?? null,
    noneRecord: config.noneRecord,
    ignore: config.ignore,
    assistedBy: config.trailers.assistedBy ?? null,
    coAuthoredBy: config.trailers.coAuthoredBy ?? null,
  })
}
