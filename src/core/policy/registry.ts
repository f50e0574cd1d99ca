import picomatch from 'picomatch'
import { z } from 'zod'
import type { Use } from '../ledger/inventory.js'

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'expected a day, YYYY-MM-DD')

/** What an organisation found out about a vendor before it approved the tool (SOC 2 CC9.2). */
const Assessment = z
  .strictObject({
    date: day.optional().meta({ description: 'When the vendor was assessed.' }),
    soc2: z.string().optional().meta({ description: 'The SOC 2 report that was read: its type and period.' }),
    baa: z.boolean().optional().meta({ description: 'A business associate agreement is in place (HIPAA).' }),
    dpa: z.boolean().optional().meta({ description: 'A data processing agreement is in place (GDPR 28).' }),
    retention: z.string().optional().meta({ description: 'How long the vendor keeps prompts and code.' }),
    training: z.boolean().optional().meta({ description: 'The vendor may train on what it is sent.' }),
  })
  .meta({ description: 'What the assessment of the vendor found.' })

const ApprovedTool = z.strictObject({
  vendor: z.string().optional(),
  models: z.array(z.string()).default(['*']).meta({ description: 'Globs of model names that may be used with it.' }),
  users: z.array(z.string()).default(['*']).meta({ description: 'Globs of author addresses that may use it.' }),
  expires: day.optional().meta({ description: 'The last day on which the approval holds.' }),
  assessment: Assessment.optional(),
})

/** Approved tools by the names that records and marks use. */
export const Registry = z.strictObject({ tools: z.record(z.string(), ApprovedTool).default({}) })
export type Registry = z.infer<typeof Registry>

/** How a use stands to the registry; several can hold but for `approved` and `unregistered`. */
export type Standing = 'approved' | 'unregistered' | 'model-not-approved' | 'user-not-approved' | 'expired'

const endOfDay = (date: string): number => Date.parse(`${date}T23:59:59Z`) / 1000

/** What speaks against a use in the registry, `approved` where nothing does. */
export const standingOf = (registry: Registry, use: Use): readonly Standing[] => {
  const tool = Object.hasOwn(registry.tools, use.tool) ? registry.tools[use.tool] : undefined
  if (tool === undefined) return ['unregistered']
  const isModel = picomatch(tool.models, { nocase: true })
  const isUser = picomatch(tool.users, { nocase: true })
  const against: Standing[] = []
  if (!isModel(use.model) && !use.spellings.every((spelling) => isModel(spelling))) against.push('model-not-approved')
  if (Object.keys(use.people).some((person) => !isUser(person))) against.push('user-not-approved')
  if (tool.expires !== undefined && use.last > endOfDay(tool.expires)) against.push('expired')
  return against.length === 0 ? ['approved'] : against
}
