import type { CommitFacts } from './rule.js'
import { type NamedTool, toolsIn } from './tools-in.js'

type Evidence = Pick<CommitFacts, 'reading' | 'marks'>

/** Every tool with its model that record or marks name. */
export const toldIn = ({ reading, marks }: Evidence): readonly NamedTool[] =>
  toolsIn({ record: reading.record?.contributions ?? [], marks })

/** The tools that took part, each once. */
export const toolsOf = (facts: Evidence): readonly string[] => [...new Set(toldIn(facts).map(({ tool }) => tool))]

/** True where anything says that AI took part in a commit. */
export const isAi = ({ reading, marks }: Evidence): boolean =>
  (reading.record?.contributions.length ?? 0) > 0 || marks.some(({ ai }) => ai)
