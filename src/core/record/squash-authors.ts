import { plainLine } from '../commit/subject.js'
import { readTrailer } from '../marks/trailers.js'
import { addressKey } from '../review/address.js'
import type { Person } from '../review/independent.js'

/** As many people as a message names; the rest are counted. */
const maxNamed = 100
/** No value is longer (spec, section 2). */
const maxBytes = 255

/** Lines that name who wrote what a squash is made from, and how many people no line could be written for. */
export type Coauthors = { readonly lines: readonly string[]; readonly unnamed: number }

/**
 * `Co-authored-by` for each person of a branch, as a forge's own squash has it, so that nobody can approve the squash whose work
 * it is. Who squashes is left out only where the branch is theirs, by its first person: on a forge the squash is then theirs as
 * well, and of everybody else a line too many does no harm, where a missing one would.
 */
export const coauthorLines = (people: readonly Person[], squasher: string | null): Coauthors => {
  const distinct = new Map<string, Person>()
  for (const one of people) if (!distinct.has(keyOf(one))) distinct.set(keyOf(one), one)
  distinct.delete(keyOf({ name: '', email: '' }))
  const [first] = distinct.keys()
  if (squasher !== null && first === addressKey(squasher)) distinct.delete(first)
  const others = [...distinct.values()]
  const lines = others.slice(0, maxNamed).flatMap((one) => lineFor(one) ?? [])
  return { lines, unnamed: others.length - lines.length }
}

const keyOf = ({ name, email }: Person): string => addressKey(email) || `name ${name.trim().toLowerCase()}`

const plain = (text: string): string => plainLine(text.replace(/[\s<>]+/g, ' ')).trim()

/** The fullest line that reads back as this person, and as nobody's mark; null where none does. */
const lineFor = ({ name, email }: Person): string | null => {
  const [shown, address] = [plain(name), plainLine(email.trim())]
  // A name with an address in it would read as two people.
  const isAddressed = addressKey(address) !== '' && !/[\s<>]/.test(address)
  const named = isAddressed && shown.includes('@') ? '' : shown
  const forms = isAddressed ? [`${named} <${address}>`.trim(), `<${address}>`] : [shown]
  const value = forms.find((one) => one !== '' && Buffer.byteLength(one) <= maxBytes && !isMark(one))
  return value === undefined ? null : `Co-authored-by: ${value}`
}

const isMark = (value: string): boolean => readTrailer('Co-authored-by', value) !== null
