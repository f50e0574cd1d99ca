import { visibleJson } from './escape.js'
import type { Report } from './report.js'

/** One JSON document: `{"header":…,"commits":[…],"footer":…}`, streamed. */
export const jsonReport: Report = async function* (lines) {
  let commits = 0
  for await (const line of lines) {
    const text = visibleJson(JSON.stringify(line))
    if (line.type === 'header') yield `{"header":${text},\n"commits":[`
    else if (line.type === 'commit') yield `${commits++ === 0 ? '\n' : ',\n'}${text}`
    else yield `],\n"footer":${text}}\n`
  }
}
