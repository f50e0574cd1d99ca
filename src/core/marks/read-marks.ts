import type { Identity } from '../commit/identity.js'
import { rememberPair } from '../remember.js'
import { keys, type Trailer } from '../trailer/keys.js'
import { holdsRecord } from '../trailer/read.js'
import { readBodyLine } from './body.js'
import { isBotName } from './bots.js'
import { mayHoldSign } from './hint.js'
import { type Line, messageLines } from './lines.js'
import type { Mark } from './mark.js'
import { readPerson } from './people.js'
import { runTogether } from './run-together.js'
import { maxText } from './sign.js'
import { isRecordTrailer, isSignKey, readTrailer } from './trailers.js'

/** What the reading of marks needs of a commit. */
export type Signed = { readonly author: Identity; readonly committer: Identity; readonly message: string }

const cut = (text: string): string => text.slice(0, maxText)

const personText = (name: string, email: string): string => cut(`${name.slice(0, 200)} <${email.slice(0, 200)}>`)

const marksOfPerson = rememberPair((name, email) => {
  const raw = personText(name, email)
  const sign = mayHoldSign(raw) ? readPerson(raw) : null
  const mark = (kind: 'author' | 'committer'): readonly Mark[] =>
    sign === null ? [] : [{ ...sign, kind, raw, where: kind, ai: true }]
  return { author: mark('author'), committer: mark('committer') }
})

/** The signs in who wrote and who committed. */
export const identityMarks = ({ author, committer }: Signed): readonly Mark[] =>
  marksOfPerson(author.name, author.email).author.concat(marksOfPerson(committer.name, committer.email).committer)

const toolOrModel = /^ai-(?:tool|model)$/i

const isRecordPart = ({ key, value }: Trailer, recorded: boolean): boolean =>
  isRecordTrailer(key, value) || (recorded && toolOrModel.test(key))

const trailerMark = (trailer: Trailer, recorded: boolean, where: 'trailers' | 'body'): readonly Mark[] => {
  if (!isSignKey(trailer.key) || isRecordPart(trailer, recorded)) return []
  const raw = cut(`${trailer.key}: ${trailer.value}`)
  const sign = readTrailer(trailer.key, cut(trailer.value))
  return sign === null ? [] : [{ tool: sign.tool, model: sign.model, kind: sign.kind, raw, where, ai: sign.ai }]
}

const trailerLine = /^([A-Za-z][A-Za-z-]{2,40}(?: by)?)\s?:[ \t]*(\S.*)$/i

/** A line of the body in the shape of a trailer; below the subject, and nothing but the value after the key. */
const looseTrailer = ({ text, subject, example }: Line): Trailer | null => {
  if (subject || example) return null
  const [, key = '', value = ''] = trailerLine.exec(text) ?? []
  // Prose may begin with the key: then something follows the address. A scope in lower case is no key.
  if (key === '' || !isSignKey(key) || /<[^<>]*>\s*[\p{L}\p{N}]/u.test(value)) return null
  return /^(?:ai|llm)-/.test(key) ? null : { key, value }
}

/** True when some of the sorted texts begins with the prefix: the first line of a folded trailer, or all of a plain one. */
const anyBegins = (sorted: readonly string[], prefix: string): boolean => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < prefix) low = middle + 1
    else high = middle
  }
  return sorted[low]?.startsWith(prefix) ?? false
}

/** Lines of records taken apart: each part begins with its AI-Tool, but for a model that lost it. */
const partsOf = (lines: readonly Trailer[]): readonly (readonly Trailer[])[] => {
  const starts = lines.flatMap(({ key }, index) => (index === 0 || key.toLowerCase() === 'ai-tool' ? [index] : []))
  return starts.map((start, index) => lines.slice(start, starts[index + 1]))
}

/**
 * The tools of records that a squash left in the body, each with the model that its own lines name. One that says no AI took
 * part speaks for a part of the commit only, and is no mark; nor is one that git reads, with the same model.
 */
const buriedMarks = (lines: readonly Trailer[], trailers: readonly Trailer[]): readonly Mark[] => {
  const known = partsOf(trailers.filter(({ key }) => toolOrModel.test(key)))
    .map(textOf)
    .sort()
  return partsOf(lines)
    .filter((told) => !anyBegins(known, textOf(told)))
    .flatMap((told) => {
      const part = told.flatMap((line) => trailerMark(line, false, 'body'))
      const model = part.find((mark) => mark.tool === null)?.model ?? choiceLeftOpen(told)
      return part.slice(0, 1).flatMap((mark) => (mark.ai ? [{ ...mark, model: mark.model ?? model }] : []))
    })
}

const textOf = (lines: readonly Trailer[]): string =>
  lines.map(({ key, value }) => `${key.toLowerCase()}: ${value}`).join('\n')

/** `AI-Model: auto` names no model, and says of one part of the commit that nobody chose any. */
const choiceLeftOpen = (lines: readonly Trailer[]): string | null =>
  lines.find(({ key, value }) => /^ai-model$/i.test(key) && /^(?:auto|automatic|default)$/i.test(value))?.value ?? null

/** The marks of what an agent left in one line with other text. */
const togetherMarks = (message: string): readonly Mark[] =>
  runTogether(message).flatMap(({ text, index }) => {
    const where = index === 0 ? 'subject' : 'body'
    const [, key = '', value = ''] = trailerLine.exec(text) ?? []
    if (key !== '') return trailerMark({ key, value }, false, 'body').map((mark) => ({ ...mark, where }) as const)
    const line = { text, next: '', subject: false, example: false, index }
    return readBodyLine(line, '').map((sign) => ({ ...sign, raw: text, where, ai: true }) as const)
  })

const bodyMarks = (message: string, trailers: readonly Trailer[], recorded: boolean): readonly Mark[] => {
  const known = trailers.map(({ key, value }) => `${key}: ${value}`).sort()
  const marks: Mark[] = []
  const buried: Trailer[] = []
  let before = ''
  for (const line of messageLines(message)) {
    const above = before
    before = line.text
    if (!mayHoldSign(line.text)) continue
    const loose = looseTrailer(line)
    if (loose !== null && recorded && toolOrModel.test(loose.key)) buried.push(loose)
    else if (loose !== null) {
      const raw = `${loose.key}: ${loose.value}`
      if (!anyBegins(known, raw)) marks.push(...trailerMark(loose, recorded, 'body'))
    } else if (!line.example) {
      const where = line.subject ? 'subject' : 'body'
      for (const sign of readBodyLine(line, above)) marks.push({ ...sign, raw: line.text, where, ai: true })
    }
  }
  return marks.concat(buriedMarks(buried, trailers), togetherMarks(message))
}

const distinct = (marks: readonly Mark[]): readonly Mark[] => {
  const seen = new Map<string, Mark>()
  for (const mark of marks) {
    const id = [mark.tool, mark.model, mark.kind, mark.raw].join('\0')
    if (!seen.has(id)) seen.set(id, mark)
  }
  return [...seen.values()]
}

const recordLine = new RegExp(String.raw`^[ \t]*(${Object.values(keys).join('|')})[ \t]?:[ \t]*(.*)$`, 'gim')

/** True where the message holds a record of this program anywhere, so that its AI-Tool and AI-Model lines belong together. */
const recordAnywhere = (message: string): boolean =>
  holdsRecord(
    Array.from(message.matchAll(recordLine), ([, key = '', value = '']) => ({ key, value: value.slice(0, maxText) })),
  )

/** True where a record holds these lines' AI-Tool and AI-Model; a model that lost its tool is a mark. */
const isRecorded = (trailers: readonly Trailer[]): boolean =>
  trailers.some(({ key }) => key.toLowerCase() === 'ai-tool') && holdsRecord(trailers)

/**
 * The signs of AI that other programs or people left on a commit: author, committer, the trailers git parses (given),
 * trailer-like lines elsewhere in the message, and what the body says. A record of this program is no mark where git reads it,
 * and one in the body, which a squash left there; a foreign `AI-Tool` is one everywhere. Linear in the message; long lines are cut. People, plain bots and quoted examples give nothing.
 */
export const readMarks = (commit: Signed, trailers: readonly Trailer[]): readonly Mark[] => {
  const identities = identityMarks(commit)
  if (!mayHoldSign(commit.message)) return identities
  const inBlock = isRecorded(trailers)
  return distinct([
    ...identities,
    ...trailers.flatMap((trailer) => trailerMark(trailer, inBlock, 'trailers')),
    ...bodyMarks(commit.message, trailers, inBlock || recordAnywhere(commit.message)),
  ])
}

/** True for dependabot, renovate, release robots and their like: neither AI nor a person. An AI's bot is not one. */
export const isBot = (identity: Identity): boolean => isBotPerson(identity.name, identity.email)

const isBotPerson = rememberPair(
  (name, email) => isBotName(name.slice(0, 200), email.slice(0, 200)) && readPerson(personText(name, email)) === null,
)
