import { modelsByTool } from '../../marks/model-names.js'
import { keys } from '../../trailer/keys.js'
import { noOption } from '../option.js'
import { type CommitFacts, every, type Objection, rule } from '../rule.js'

/** Tools and models whose records a squash left in the body, where git does not read them, stand in the commit's own record. */
export const squashKeptRecords = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ loose, reading }) => {
    if (loose.length === 0) return []
    const kept = modelsByTool(reading.record?.contributions ?? [])
    const lost = partsOf(loose).flatMap(({ tool, model }): readonly Objection[] => {
      const isKept = kept.get(tool)
      if (tool === 'none') return []
      if (isKept === undefined) return [{ args: { tool } }]
      return model === null || isKept(model) ? [] : [{ args: { tool, model } }]
    })
    return [...new Map(lost.map((one) => [JSON.stringify(one), one])).values()]
  },
})

type Part = { readonly tool: string; readonly model: string | null }

/** The tools that the lines name, each with the model of the line after it. */
const partsOf = (loose: CommitFacts['loose']): readonly Part[] => {
  const parts: { tool: string; model: string | null }[] = []
  for (const { key, value } of loose) {
    const last = parts.at(-1)
    if (key.toLowerCase() === keys.tool.toLowerCase()) parts.push({ tool: cut(/^[^/;\s]*/, value), model: null })
    else if (key.toLowerCase() === keys.model.toLowerCase() && last !== undefined)
      last.model ??= cut(/^[^;]*/, value).trim()
  }
  return parts
}

/** `name` of `name/version; parameters`. */
const cut = (start: RegExp, value: string): string => (start.exec(value)?.[0] ?? '').slice(0, 100)
