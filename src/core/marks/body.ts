import { aliasOf, coinedWithin } from './aliases.js'
import { readDisclosure } from './disclosures.js'
import { findModel, namedModel } from './find-model.js'
import { type Line, wrappedOf } from './lines.js'
import type { MarkKind } from './mark.js'
import { readSentence } from './sentences.js'
import { sessionLinks } from './session-links.js'
import type { Sign } from './sign.js'
import { bodyMarks } from './table/body.js'
import { seenBodyMarks } from './table/body-seen.js'
import { readSignature } from './trailers.js'

const rows = [...bodyMarks, ...seenBodyMarks]

export type BodySign = Sign & { readonly kind: MarkKind }

const rowModel = (line: Line): string | null => {
  const text = /\bmodel:$/i.test(line.text) ? wrappedOf(line) : line.text
  return namedModel(text) ?? findModel(text)
}

const checkbox = /^[-*+] \[([ xX])\]\s*(.*)$/

const readCheckbox = (line: Line, box: RegExpExecArray): Sign | null => {
  if (box[1] === ' ') return null
  const text = box[2] ?? ''
  if (/\bAgent Mode\b/.test(text)) return { tool: coinedWithin(text)?.tool ?? null, model: null }
  return readSentence({ ...line, text })
}

const introduces = /\b(?:examples?|usage|e\.g\.|like (?:this|so))\s*:$/i

const readLinks = (text: string): Sign | null => {
  if (!text.includes('://')) return null
  const link = sessionLinks.find(({ pattern }) => pattern.test(text))
  if (link === undefined) return null
  return { tool: link.tool, model: findModel(text.slice(0, text.indexOf('://'))) }
}

const subjectTag = /^\[AI(?::([\w-]{1,30}))?(?::[\w-]{1,20})?\]/

const readSubject = (text: string): BodySign | null => {
  if (text.startsWith('aider: ')) return { tool: 'aider', model: null, kind: 'subject' }
  const tag = subjectTag.exec(text)
  return tag === null ? null : { tool: aliasOf(tag[1] ?? '')?.tool ?? null, model: null, kind: 'subject' }
}

/**
 * Reads one line of a message outside its trailers: `Generated with [X](...)` and its like, a checked box, a sentence
 * that says who wrote the change, links to sessions, a subject prefix. `above` is the line before it, which may say that
 * an example or a disclosure follows.
 */
export const readBodyLine = (line: Line, above: string): readonly BodySign[] => {
  const { text } = line
  const first = line.subject ? readSubject(text) : null
  if (first !== null) return [first]
  const found: BodySign[] = []
  const link = introduces.test(above) ? null : readLinks(text)
  if (link !== null) found.push({ ...link, kind: 'session' })
  if (text.startsWith('>') && !/disclosure/i.test(text)) return found
  const box = checkbox.exec(text)
  const row = box === null && !line.subject ? rows.find(({ pattern }) => pattern.test(text)) : undefined
  const sign =
    row !== undefined
      ? { tool: row.tool, model: rowModel(line) }
      : box !== null
        ? readCheckbox(line, box)
        : (readDisclosure(line, above) ?? readSentence(line))
  const signed =
    sign ?? readSignature(text) ?? (/^# Aider chat conversation:$/.test(text) ? { tool: 'aider', model: null } : null)
  if (signed !== null) found.push({ ...signed, kind: line.subject ? 'subject' : 'body' })
  return found
}
