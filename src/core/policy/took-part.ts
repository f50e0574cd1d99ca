import { keys } from '../trailer/keys.js'
import type { LooseTrailer } from '../trailer/parse.js'
import type { CommitFacts } from './rule.js'
import { type Told, toolsIn } from './tools-in.js'

type Evidence = Pick<CommitFacts, 'reading' | 'marks' | 'loose'>

/** Every tool with its model that record or marks name, and record lines that a squash left where git does not read them. */
export const toldIn = ({ reading, marks, loose }: Evidence): readonly Told[] =>
  toolsIn({ record: reading.record?.contributions ?? [], marks: [...marks, ...looseIn(loose)] })

/** The tools that took part, each once. */
export const toolsOf = (facts: Evidence): readonly string[] => [...new Set(toldIn(facts).map(({ tool }) => tool))]

/** True where anything says that AI took part in a commit. */
export const isAi = ({ reading, marks, loose }: Evidence): boolean =>
  (reading.record?.contributions.length ?? 0) > 0 || marks.some(({ ai }) => ai) || looseIn(loose).length > 0

/** The tools that record lines outside the block name, each with the model of the lines behind it; `none` is nobody. */
export const looseIn = (loose: readonly LooseTrailer[]) =>
  loose.flatMap(({ key, value }, index) => {
    const tool = isKey(key, keys.tool) ? mainOf(value, /^[^/;\s]*/) : ''
    if (tool === '' || tool === 'none') return []
    const rest = loose.slice(index + 1, index + fields)
    const next = rest.findIndex((one) => isKey(one.key, keys.tool))
    const model = (next < 0 ? rest : rest.slice(0, next)).find((one) => isKey(one.key, keys.model))
    return [{ tool, model: model === undefined ? null : mainOf(model.value, /^[^;\s]*/), ai: true }]
  })

/** As many lines as one contribution has. */
const fields = 5

const isKey = (key: string, wanted: string): boolean => key.toLowerCase() === wanted.toLowerCase()

const mainOf = (value: string, main: RegExp): string => (main.exec(value)?.[0] ?? '').slice(0, 100)
