import { join } from 'node:path'
import { keyId } from '../../core/record/prompt-commitment.js'
import { readKey, retireKey } from '../../store/key.js'
import { readSettings } from '../../store/settings.js'
import { requireLocation } from '../../workflows/install/install.js'
import { asJson, type Output } from '../output.js'

type Options = { readonly dryRun?: boolean; readonly json?: boolean }

/** `provenance key rotate`: 0, also where no key was made yet. */
export const keyRotate = async (options: Options, output: Output): Promise<number> => {
  const location = requireLocation(process.cwd())
  const key = readKey(join(location.shared, 'key'))
  const id = key === null ? null : keyId(key)
  if (id !== null && !options.dryRun) retireKey(location, id)
  const { keyFile } = readSettings(location)
  if (options.json) output.answer(asJson({ retired: id, applied: !options.dryRun, keyFile }))
  else if (id === null) output.answer('This clone has no key yet; the first prompt makes one.\n')
  else output.answer(`${options.dryRun ? 'would put' : 'put'} key ${id} aside; the next prompt makes a new one\n`)
  if (keyFile !== null)
    output.talk(`Prompts are committed to with the key in ${keyFile}, which this does not change.\n`)
  return 0
}
