import { basename } from 'node:path'
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** Tells in which line of a configuration's text a setting stands, or the nearest around it. */
export const settingLines = (file: string, text: string): ((path: readonly string[]) => number) => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' })
  const root = basename(file) === 'package.json' ? ['provenance'] : []
  return (setting) => {
    const path = [...root, ...setting]
    for (let depth = path.length; depth > 0; depth -= 1) {
      const start = nodeAt(document, path.slice(0, depth))?.range?.[0]
      if (start !== undefined) return lines.linePos(start).line
    }
    return 1
  }
}

/** A setting by its key, which stands where a person looks for it; one of a list by itself. */
const nodeAt = (document: Document, path: readonly string[]): Node | undefined => {
  const name = path.at(-1) ?? ''
  const around = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (isSeq(around)) return around.items[Number(name)] as Node | undefined
  if (!isMap(around)) return undefined
  return around.items.map(({ key }) => key).find((key) => isScalar(key) && String(key.value) === name) as
    | Node
    | undefined
}
