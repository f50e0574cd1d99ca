import { counted } from '../counted.js'
import { isoDay } from '../iso-date.js'
import { others, type Use } from '../ledger/inventory.js'
import { type PresetName, presets } from './presets.js'

/** What is known of a repository that has no policy yet. */
export type Known = {
  /** Its last commit, null where it has none. */
  readonly head: string | null
  /** What its history shows of tools and models, the most used first. */
  readonly uses: readonly Use[]
}

/** As many tools as a proposal names; a history can claim any number. */
const maxTools = 50
const maxModels = 30

/**
 * A first `.provenancerc`: a preset, adoption after what is there, and the tools that history shows as a registry to be gone
 * through. YAML with a word on each; names are quoted as JSON quotes them, which is YAML too.
 */
export const proposedConfig = ({ head, uses }: Known, preset: PresetName): string =>
  [
    '# The policy of this repository. Every option stands in .provenancerc.example of commit-provenance.',
    'version: 1',
    'policyVersion: 1',
    '',
    `# ${presets[preset].for}`,
    `extends: ${preset}`,
    ...(head === null ? [] : ['', ...adoptionLines(head)]),
    ...(uses.length === 0 ? [] : ['', ...registryLines(uses)]),
    '',
  ].join('\n')

const adoptionLines = (head: string): readonly string[] => [
  '# Commits up to this one are counted apart: no record is asked of them.',
  'adoption:',
  `  after: ${JSON.stringify(head)}`,
]

/** A history can claim any name; the registry takes those that tools have. */
const isToolName = (name: string): boolean => /^[a-z0-9][a-z0-9.-]{0,63}$/.test(name)

const registryLines = (uses: readonly Use[]): readonly string[] => {
  const tools = new Map<string, Use[]>()
  for (const use of uses)
    if (use.tool !== 'unknown' && isToolName(use.tool)) tools.set(use.tool, [...(tools.get(use.tool) ?? []), use])
  const shown = [...tools].slice(0, maxTools)
  if (shown.length === 0) return []
  return [
    '# Tools and models that this history shows, by records and by marks. To be here is to be approved: strike out what nobody',
    '# approved, and say of each what the assessment of its vendor found.',
    'registry:',
    '  tools:',
    ...shown.flatMap(([tool, ones]) => toolLines(tool, ones)),
  ]
}

const toolLines = (tool: string, uses: readonly Use[]): readonly string[] => {
  const commits = uses.reduce((sum, use) => sum + use.commits, 0)
  const last = isoDay(Math.max(...uses.map((use) => use.last)))
  const models = new Set(uses.map(({ model }) => model).filter((model) => model !== others))
  const list = [...models].slice(0, maxModels).map((model) => JSON.stringify(asGlob(model.toWellFormed())))
  return [
    `    ${JSON.stringify(tool)}: # ${counted(commits, 'commit')}, the last of ${last}`,
    `      models: [${(models.size === 0 || models.size > maxModels ? ['"*"'] : list).join(', ')}]`,
  ]
}

/** A name as a glob that stands for it alone. */
const asGlob = (name: string): string => name.replace(/[\\*?{}()[\]!|+@]/g, '\\$&')
