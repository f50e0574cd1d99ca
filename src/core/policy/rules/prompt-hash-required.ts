import * as z from 'zod'
import { isPlainHash } from '../../record/prompt-commitment.js'
import { every, rule } from '../rule.js'

const option = z.strictObject({
  keyed: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether a plain hash will not do: short prompts can be guessed from it.' }),
})

/** Every contribution commits to the prompts behind it. */
export const promptHashRequired = rule({
  option,
  needs: [],
  kinds: every,
  check: ({ reading }, { keyed }) =>
    (reading.record?.contributions ?? []).flatMap(({ tool, promptHash }) => {
      if (promptHash === null || promptHash === 'none') return [{ args: { tool, reason: 'none' } }]
      return keyed && isPlainHash(promptHash) ? [{ args: { tool, reason: 'plain' } }] : []
    }),
})
