import { aliasOf, coinedWithin } from './aliases.js'
import { readDisclosure } from './disclosures.js'
import { findModel, namedModel, wholeModel } from './find-model.js'
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

/** `Claude Code transcript: https://...`, wherever it was put. */
const transcript = /^[^\p{L}]{0,8}([A-Z][\w ]{3,30}) (?:transcript|session|conversation)s?: <?https?:\/\/\S+$/u

const readTranscript = (text: string): Sign | null => {
  const name = transcript.exec(text)?.[1]
  if (name === 'Claude') return { tool: 'claude', model: null }
  const alias = name === undefined ? null : aliasOf(name)
  return alias?.certainty === 'coined' ? { tool: alias.tool, model: null } : null
}

const toolLine = /^(?:AI )?(?:Tool|Agent): ?(\S.{1,40})$/
const modelLine = /^Model: ?(\S.{1,60})$/

/** `Tool: Codex`, and `Model: gpt-5-codex` below it: the whole value is a name. */
const readField = (text: string, above: string): Sign | null => {
  const alias = aliasOf((toolLine.exec(text) ?? toolLine.exec(above))?.[1] ?? '')
  if (alias?.certainty !== 'coined') return null
  if (toolLine.test(text)) return { tool: alias.tool, model: null }
  const model = wholeModel(modelLine.exec(text)?.[1] ?? '')
  return model === null ? null : { tool: alias.tool, model }
}

const introduces = /\b(?:examples?|usage|e\.g\.|like (?:this|so))\s*:$/i

const readLinks = (text: string): Sign | null => {
  if (!text.includes('://')) return null
  const link = sessionLinks.find(({ pattern }) => pattern.test(text))
  if (link === undefined) return readTranscript(text)
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
        : (readField(text, above) ?? readDisclosure(line, above) ?? readSentence(line))
  const signed =
    sign ?? readSignature(text) ?? (/^# Aider chat conversation:$/.test(text) ? { tool: 'aider', model: null } : null)
  if (signed !== null) found.push({ ...signed, kind: line.subject ? 'subject' : 'body' })
  return found
}
