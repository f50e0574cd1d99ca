import * as z from 'zod'
import { every, rule } from '../rule.js'
import { namedTools } from '../took-part.js'

const option = z.strictObject({
  dated: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether the name must hold the day of the version, as claude-opus-4-5-20251101 does.' }),
})

/** Names by which a vendor hands out now one model, now another. */
const moving = /(?:^|[-_/:@])(?:latest|auto|default|preview|current|best)$/i
const day = /20\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])/

/** How much a model reads at once: `opus[1m]`, `Claude Opus (1M context)`. */
const context = /\[[^\][]*\]$|\(\d{1,4}[km] context\)/i
/** How large a model is: `llama:70b`, `mixtral-8x7b`. */
const size = /(?<=[:_\s-])(?:\d{1,3}x)?\d{1,4}(?:\.\d{1,3})?[bm](?![a-z0-9])/gi
/** How many bits a weight has: `q4_K_M`, `q4_0`, `fp16`, `int8` (the tags of ollama.com/library, the file types of llama.cpp). */
const quantisation = /(?<=[:_\s-])(?:i?q\d(?:_[a-z0-9]{1,3}){0,3}|(?:bf|fp|f|int)\d{1,2})(?![a-z0-9])/gi
/** Published once, in two sizes that are all there is to its name. */
const sizeOnly = /(?:^|\/)gpt-oss[:-]/i

/** Every model is named with its version: not `unknown`, not `auto`, not a family such as `sonnet`, whatever its context, its size or its quantisation. */
export const modelVersionExact = rule({
  option,
  needs: [],
  kinds: every,
  check: (facts, { dated }) =>
    namedTools(facts).flatMap(({ tool, model }) =>
      isExact(model) && (!dated || day.test(model)) ? [] : [{ args: { tool, model } }],
    ),
})

const isExact = (model: string): boolean =>
  model !== 'unknown' && !moving.test(model) && (/\d/.test(versionOf(model)) || sizeOnly.test(model))

/** What of a name can be a version. */
const versionOf = (model: string): string => model.replace(context, '').replace(size, '').replace(quantisation, '')
