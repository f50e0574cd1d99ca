import * as z from 'zod'
import { byName } from '../by-name.js'
import { matchesName, matchesPath } from '../glob/match.js'
import type { Use } from '../ledger/inventory.js'
import { day, endOfDay } from './day.js'
import { addressGlob, modelGlob, pathGlobs } from './glob-forms.js'

/** What an organisation found out about a vendor before it approved the tool (SOC 2 CC9.2). */
const Assessment = z
  .strictObject({
    date: day.optional().meta({ description: 'When the vendor was assessed.' }),
    soc2: z
      .string()
      .regex(/\S/, 'expected the report’s type and period')
      .optional()
      .meta({ description: 'The SOC 2 report that was read: its type and period.' }),
    baa: z.boolean().optional().meta({ description: 'A business associate agreement is in place (HIPAA).' }),
    dpa: z.boolean().optional().meta({ description: 'A data processing agreement is in place (GDPR 28).' }),
    retention: z.string().optional().meta({ description: 'How long the vendor keeps prompts and code.' }),
    training: z.boolean().optional().meta({ description: 'The vendor may train on what it is sent.' }),
  })
  .meta({ description: 'What the assessment of the vendor found.' })
type Assessment = z.infer<typeof Assessment>

const ApprovedTool = z.strictObject({
  vendor: z.string().optional(),
  models: z.array(modelGlob).default(['*']).meta({ description: 'Globs of model names that may be used with it.' }),
  users: z
    .array(addressGlob)
    .optional()
    .meta({ description: 'Globs of author addresses that may use it; everyone, where no group is named either.' }),
  groups: z.array(z.string()).optional().meta({ description: 'Groups of the registry that may use it.' }),
  paths: pathGlobs('Globs of the files it may be used for; all, where it is left out.').optional(),
  expires: day.optional().meta({ description: 'The last day on which the approval holds.' }),
  assessment: Assessment.optional(),
})
export type ApprovedTool = z.infer<typeof ApprovedTool>

/** What a vendor's assessment must have found before a tool may touch certain files. */
const requirements = ['soc2', 'baa', 'dpa', 'no-training'] as const
type Requirement = (typeof requirements)[number]

/** Records and marks write a tool's name so; any other would stand for none. */
const toolName = z.string().regex(/^[^\sA-Z/;]+$/, 'expected a tool’s name as records have it, as claude-code')

/** Approved tools by the names that records and marks use. */
export const Registry = z.strictObject({
  tools: z.record(toolName, ApprovedTool).default({}),
  groups: z
    .record(z.string(), z.array(addressGlob))
    .default({})
    .meta({ description: 'Groups of people: globs of author addresses.' }),
  paths: z
    .array(
      z.strictObject({
        paths: pathGlobs('Globs of files.'),
        requires: z.array(z.enum(requirements)).min(1).meta({
          description: 'What the assessment of a tool must have found before it may be used for these files.',
        }),
      }),
    )
    .default([])
    .meta({ description: 'Files that only tools with certain assurances may be used for.' }),
})
export type Registry = z.infer<typeof Registry>

/** The approval of a tool; undefined for one that nobody approved. */
export const approvalOf = (registry: Registry | null, tool: string): ApprovedTool | undefined =>
  registry !== null && Object.hasOwn(registry.tools, tool) ? registry.tools[tool] : undefined

/** True where an approval had ended at a time, in seconds since the epoch. */
export const isExpired = ({ expires }: ApprovedTool, at: number): boolean =>
  expires !== undefined && at > endOfDay(expires)

/** True where a tool's approval takes in a model, by one of its names. */
export const isModelApproved = ({ models }: ApprovedTool, names: readonly string[]): boolean =>
  names.some((name) => matchesName(models, name))

/** True where a person may use a tool. */
export const isUserApproved = (registry: Registry, { users, groups }: ApprovedTool, address: string): boolean =>
  (users === undefined && groups === undefined) ||
  [users ?? [], ...(groups ?? []).map((group) => byName(registry.groups)[group] ?? [])].some(
    (list) => list.length > 0 && matchesName(list, address),
  )

/** Why a tool may not be used for a file: null where it may. */
export const pathObjection = (registry: Registry, tool: ApprovedTool, path: string): string | null => {
  if (tool.paths !== undefined && !matchesPath(tool.paths, path)) return 'not-for-this-path'
  const asked = registry.paths.filter((one) => matchesPath(one.paths, path)).flatMap(({ requires }) => requires)
  return asked.find((one) => !isMet(one, tool.assessment)) ?? null
}

const isMet = (requirement: Requirement, assessment: Assessment | undefined): boolean => {
  if (requirement === 'soc2') return assessment?.soc2 !== undefined
  if (requirement === 'no-training') return assessment?.training === false
  return assessment?.[requirement] === true
}

/** How a use stands to the registry; several can hold but for `approved` and `unregistered`. */
export type Standing = 'approved' | 'unregistered' | 'model-not-approved' | 'user-not-approved' | 'expired'

/** What speaks against a use in the registry, `approved` where nothing does. */
export const standingOf = (registry: Registry, use: Use): readonly Standing[] => {
  const tool = approvalOf(registry, use.tool)
  if (tool === undefined) return ['unregistered']
  const against: Standing[] = []
  if (!isModelApproved(tool, [use.model]) && !use.spellings.every((one) => isModelApproved(tool, [one])))
    against.push('model-not-approved')
  if (Object.keys(use.people).some((person) => !isUserApproved(registry, tool, person)))
    against.push('user-not-approved')
  if (isExpired(tool, use.last)) against.push('expired')
  return against.length === 0 ? ['approved'] : against
}
