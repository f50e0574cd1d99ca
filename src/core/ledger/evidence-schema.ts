import * as z from 'zod'

/** How often something is there. */
export const count = z.int().nonnegative()

/** A mark as an entry holds it. */
export const Mark = z.strictObject({
  tool: z.string().nullable(),
  model: z.string().nullable(),
  kind: z.string(),
  raw: z.string(),
  where: z.string(),
  ai: z.boolean(),
})

/** What stands on a line besides what is read from it. */
export const parameters = z
  .record(z.string(), z.string())
  .meta({ description: 'Parameters of a line that this version does not know, by name.' })

/** A contribution as an entry holds it. */
export const Contribution = z.strictObject({
  tool: z.string(),
  toolVersion: z.string().nullable(),
  model: z.string(),
  promptHash: z.string().nullable(),
  prompts: count.nullable(),
  humanEdited: z
    .strictObject({
      ratio: z.number().min(0).max(1).nullable(),
      kept: count.nullable(),
      edited: count.nullable(),
      dropped: count.nullable(),
      basis: z.enum(['measured', 'declared', 'unknown', 'observed']),
      method: z.string().nullable(),
    })
    .nullable(),
  parameters: z
    .strictObject({
      humanEdited: parameters.optional(),
      model: parameters.optional(),
      promptHash: parameters.optional(),
      tool: parameters.optional(),
    })
    .optional()
    .meta({
      description: 'What the lines of the contribution say besides, by the field that is read from each.',
    }),
})
