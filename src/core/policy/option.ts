import * as z from 'zod'

/** The option of a rule that has none of its own. */
export const noOption = z.strictObject({})

/** A share from 0 to 1. */
export const share = (description: string) => z.number().min(0).max(1).meta({ description })

/** What becomes of work whose share is not known; made anew for each rule, as the published schema has it. */
export const unknownShare = () =>
  z
    .enum(['report', 'ignore'])
    .default('report')
    .meta({ description: 'Whether AI work whose share nobody measured is reported.' })
