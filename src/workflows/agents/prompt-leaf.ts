import { resolve } from 'node:path'
import { commitPrompt } from '../../core/record/prompt-commitment.js'
import { cloneKey, keyBytes, type NewKey, readKey } from '../../store/key.js'
import type { Location } from '../../store/location.js'
import { readSettings } from '../../store/settings.js'

/** The commitment to one prompt under the clone's settings, or null where they say `off`. The text goes no further. Throws what the file system throws. */
export const promptLeaf = (location: Location, prompt: string, newKey: NewKey): string | null => {
  const { promptHash, keyFile } = readSettings(location)
  if (promptHash === 'off') return null
  if (promptHash === 'plain') return commitPrompt(prompt, null)
  if (keyFile === null) return commitPrompt(prompt, cloneKey(location, newKey))
  const key = readKey(resolve(location.top, keyFile))
  // Another key than the organisation's would commit to something nobody can prove.
  if (key === null)
    throw new TypeError(`prompts.keyFile: expected a file of ${keyBytes} bytes, got none that can be read`)
  return commitPrompt(prompt, key)
}
