import { visibleJson } from './escape.js'
import type { Report } from './report.js'

/** One JSON document: `{"header":…,"commits":[…],"footer":…}`, streamed; the footer once nothing can go wrong any more. */
export const jsonReport: Report = async function* (lines) {
  let commits = 0
  let footer = 'null'
  for await (const line of lines) {
    const text = visibleJson(JSON.stringify(line))
    if (line.type === 'header') yield `{"header":${text},\n"commits":[`
    else if (line.type === 'commit') yield `${commits++ === 0 ? '\n' : ',\n'}${text}`
    else footer = text
  }
  yield `],\n"footer":${footer}}\n`
}

/** The end of such a document whose lines broke off, with the reason in the footer's place. */
export const brokenOff = (error: unknown): string => `],\n"error":${visibleJson(JSON.stringify(error))}}\n`
