import { type Break, createChecker } from '../../core/ledger/chain.js'
import type { Header } from '../../core/ledger/schema.js'
import { visible } from '../../report/escape.js'
import { type Redone, redo } from '../../workflows/ledger-redo.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { textLines } from './report.js'

type Options = { readonly repository: string; readonly offline?: boolean; readonly json?: boolean }

const integrity = 3

/** `provenance ledger check`: chain, counts, and that history says the same now. Exit 3 where anything differs. */
export const ledgerCheck = async (file: string, options: Options, output: Output): Promise<number> => {
  const checker = createChecker()
  let header: Header | null = null
  let count = 0
  for await (const text of textLines(file)) {
    const line = checker.add(text)
    if (line?.type === 'header') header = line
    count += 1
  }
  const breaks: Break[] = [...checker.end()]
  const redone: Redone | null =
    options.offline || header === null || breaks.length > 0
      ? null
      : await redo(header, options.repository, packageVersion())
  if (redone !== null) breaks.push(...(await redone.compare(textLines(file))))
  const checked = redone === null ? ['chain', 'counts'] : ['chain', 'counts', 'history']
  if (options.json)
    output.answer(asJson({ file, lines: count, ok: breaks.length === 0, checked, breaks: breaks.slice(0, 100) }))
  else if (breaks.length === 0) output.answer(`${file}: ${count} lines, ${checked.join(', ')}: as they should be\n`)
  else for (const { line, what } of breaks.slice(0, 20)) output.answer(`${visible(file)}:${line}: ${visible(what)}\n`)
  return breaks.length === 0 ? 0 : integrity
}
