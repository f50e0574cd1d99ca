import type { Entry } from './schema.js'

/**
 * An entry as the line of a ledger, without its newline: the same text as RFC 8785 canonical JSON gives. Of a million entries
 * nearly all have the same few fields filled, so these are laid out by hand, in half the time of JSON.stringify; the lists must
 * have their keys in canonical order already (`entryOf`).
 */
export const entryLine = (entry: Entry): string =>
  `{"author":${person(entry.author)},"binding":"${entry.binding}","bot":${entry.bot},"change":${nullable(entry.change)},` +
  `"class":"${entry.class}","committer":${person(entry.committer)},"findings":${list(entry.findings)},` +
  `"known":${JSON.stringify(entry.known)},"marks":${list(entry.marks)},"none":${nullable(entry.none)},` +
  `"oid":${text(entry.oid)},${entry.parameters === undefined ? '' : `"parameters":${JSON.stringify(entry.parameters)},`}"parents":${texts(entry.parents)},"preAdoption":${entry.preAdoption},` +
  `"prev":${text(entry.prev)},"record":${list(entry.record)},"reviews":${list(entry.reviews)},` +
  `"signature":${entry.signature === null ? 'null' : JSON.stringify(entry.signature)},` +
  `"subject":${text(entry.subject)},"tree":${text(entry.tree)},"type":"commit"}`

const person = ({ date, email, name, zone }: Entry['author']): string =>
  `{"date":${date},"email":${text(email)},"name":${text(name)},"zone":${text(zone)}}`

/** What JSON writes as it is, between quotes: ASCII without controls, quotes and backslashes (RFC 8259, section 7). */
const plain = /^[ !#-[\]-~]*$/

const text = (value: string): string => (plain.test(value) ? `"${value}"` : JSON.stringify(value))

const nullable = (value: string | null): string => (value === null ? 'null' : text(value))

const texts = (values: readonly string[]): string => {
  const [only] = values
  return only !== undefined && values.length === 1 ? `[${text(only)}]` : list(values)
}

const list = (values: readonly unknown[]): string => (values.length === 0 ? '[]' : JSON.stringify(values))
