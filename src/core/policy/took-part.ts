import type { CommitFacts } from './rule.js'
import { hasAi, type NamedTool, toolsIn } from './tools-in.js'

type Facts = Pick<CommitFacts, 'reading' | 'marks'>

/** A commit's facts in the shape of a ledger's entry, of which the same is asked. */
const evidenceOf = ({ reading, marks }: Facts) => ({ record: reading.record?.contributions ?? [], marks })

/** Every tool with its model that record or marks name. */
export const namedTools = (facts: Facts): readonly NamedTool[] => toolsIn(evidenceOf(facts))

/** The names of the tools that took part, each once; `unknown` where a mark names none, which a rule judges like any other. */
export const toolNames = (facts: Facts): readonly string[] => [...new Set(namedTools(facts).map(({ tool }) => tool))]

/** True where anything says that AI took part in a commit. */
export const aiTookPart = (facts: Facts): boolean => hasAi(evidenceOf(facts))
