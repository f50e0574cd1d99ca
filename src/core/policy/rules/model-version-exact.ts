import * as z from 'zod'
import { every, rule } from '../rule.js'
import { toldIn } from '../took-part.js'

const option = z.strictObject({
  dated: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether the name must hold the day of the version, as claude-opus-4-5-20251101 does.' }),
})

/** Names by which a vendor hands out now one model, now another. */
const moving = /(?:^|[-_/:@])(?:latest|auto|default|preview|current|best)$/i
const day = /20\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])/

/** Every model is named with its version: not `unknown`, not `auto`, not a family such as `sonnet`. */
export const modelVersionExact = rule({
  option,
  needs: [],
  kinds: every,
  check: (facts, { dated }) =>
    toldIn(facts).flatMap(({ tool, model }) =>
      isExact(model) && (!dated || day.test(model)) ? [] : [{ args: { tool, model } }],
    ),
})

const isExact = (model: string): boolean => model !== 'unknown' && /\d/.test(model) && !moving.test(model)
