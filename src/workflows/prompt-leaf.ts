import { commitPrompt } from '../core/prompt-commitment.js'
import { cloneKey } from '../store/key.js'
import type { Location } from '../store/location.js'
import { readSettings } from '../store/settings.js'

/** The commitment to one prompt under the clone's settings, or null where they say `off`. The text goes no further. */
export const promptLeaf = (location: Location, prompt: string, random: () => Buffer): string | null => {
  const { promptHash } = readSettings(location)
  if (promptHash === 'off') return null
  return commitPrompt(prompt, promptHash === 'plain' ? null : cloneKey(location, random))
}
