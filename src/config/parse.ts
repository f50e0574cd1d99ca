import { defaultLoaders } from 'cosmiconfig'
import { ProvenanceError } from '../core/errors.js'

/** YAML (and so JSON) text as a value, through cosmiconfig's own loader, which runs nothing. Throws CONFIG_INVALID. */
export const parseYaml = (name: string, text: string): unknown => {
  try {
    return defaultLoaders['.yaml'](name, text)
  } catch (cause) {
    const sentence = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new ProvenanceError('CONFIG_INVALID', `${name}: expected JSON or YAML, got ${sentence}`, { cause })
  }
}
