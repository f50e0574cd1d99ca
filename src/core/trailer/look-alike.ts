import { isRecordKey, keys } from './keys.js'

/** A line whose key only looks like one of ours, so that git and this program read nothing where a person reads a record. */
export type LookAlike = { readonly key: string; readonly line: number }

/** Letters of other scripts that look like those in our keys (Unicode's confusables.txt), each with what it looks like. */
const letters: Readonly<Record<string, string>> = {
  ...{
    А: 'a',
    а: 'a',
    Α: 'a',
    ɑ: 'a',
    α: 'a',
    І: 'i',
    і: 'i',
    Ι: 'i',
    ι: 'i',
    ı: 'i',
    Ӏ: 'i',
    ӏ: 'i',
  },
  ...{ Т: 't', т: 't', Τ: 't', τ: 't', о: 'o', О: 'o', Ο: 'o', ο: 'o', М: 'm', м: 'm', Μ: 'm', ԁ: 'd', ԛ: 'q' },
  ...{
    е: 'e',
    Е: 'e',
    Ε: 'e',
    ε: 'e',
    Р: 'p',
    р: 'p',
    Ρ: 'p',
    ρ: 'p',
    Н: 'h',
    һ: 'h',
    Η: 'h',
    ѕ: 's',
    Ѕ: 's',
    υ: 'u',
    ս: 'u',
  },
  ...{ п: 'n', ո: 'n', Ν: 'n', с: 'c', С: 'c', Ϲ: 'c', ɡ: 'g', ց: 'g', г: 'r' },
}

const skeletonOf = (key: string): string =>
  Array.from(key.normalize('NFKD').replace(/\p{M}|\p{Cf}/gu, ''))
    .map((char) => letters[char] ?? char.toLowerCase())
    .join('')
    .replace(/[\p{Pd}_\s]+/gu, '-')
    .replace(/^a[l1|](?=-)/, 'ai')

const recordKeys: ReadonlySet<string> = new Set(Object.values(keys).map((key) => key.toLowerCase()))

/** As many as one commit is charged with. */
const maxFound = 10

/** Only other scripts, hidden characters, `Al`, `_` or a blank make a key look like ours without being it. */
const foreign = /[^\0-\x7f]/
const spelled = /^a[il1|][_ -](?:tool|model|prompt|human|change)/im

/** The lines of a message whose keys look like ours. Linear in the message; long lines are cut. */
export const lookAlikes = (message: string): readonly LookAlike[] => {
  if (!foreign.test(message) && !spelled.test(message)) return []
  const found: LookAlike[] = []
  for (const [index, text] of message.split('\n').entries()) {
    const colon = text.slice(0, 60).search(/[:：]/)
    const key = colon < 1 ? '' : text.slice(0, colon).trim()
    if (!foreign.test(text.slice(0, colon + 1)) && !spelled.test(text)) continue
    const isReal = text[colon] === ':' && isRecordKey(key)
    if (key === '' || isReal || !recordKeys.has(skeletonOf(key))) continue
    found.push({ key, line: index + 1 })
    if (found.length === maxFound) break
  }
  return found
}
