import * as z from 'zod'

/** The option of a rule that has none of its own. */
export const noOption = z.strictObject({})

/** A share from 0 to 1. */
export const share = (description: string) => z.number().min(0).max(1).meta({ description })
