import type { Fault } from '../fault.js'
import { fullOid } from '../oid.js'
import { remember } from '../remember.js'
import type { Identity } from './identity.js'

/** The header of a commit object, its values as written; `signature` is unfolded. The first of a doubled header counts, as in git. */
export type Headers = {
  readonly tree: string
  readonly parents: readonly string[]
  readonly author: string
  readonly committer: string
  readonly encoding: string | null
  readonly signature: string | null
  readonly faults: readonly Fault[]
}

/**
 * Reads the header lines of a commit object, given without the empty line that ends them. The tree comes first and the
 * parents right behind it; a `parent` further down is none for git either (commit.c, parse_commit_buffer) and a fault.
 */
export const headersOf = (head: string): Headers => {
  const seen: Partial<Record<Single, string>> = {}
  const parents: string[] = []
  const faults: Fault[] = []
  const report = (code: string, header: string) => {
    if (!faults.some((one) => one.code === code && one.args['header'] === header))
      faults.push({ code, args: { header } })
  }
  let inFront = true
  for (let at = 0, end = 0; at < head.length; at = end + 1) {
    end = entryEnd(head, at)
    if (inFront && at > 0 && head.startsWith('parent ', at)) {
      const parent = head.slice(at + 7, end)
      if (fullOid.test(parent)) parents.push(parent)
      else report('header-malformed', 'parent')
      continue
    }
    const key = singles.find((name) => head.startsWith(name, at) && head[at + name.length] === ' ')
    inFront = key === 'tree' && at === 0
    if (key === undefined) {
      if (head.startsWith('parent ', at)) report('header-malformed', 'parent')
    } else if (seen[key] === undefined) seen[key] = head.slice(at + key.length + 1, end)
    else report('header-duplicated', key)
  }
  const { tree = '', author = '', committer = '', encoding = null } = seen
  if (!fullOid.test(tree) || !head.startsWith('tree ')) report('header-malformed', 'tree')
  const signature = (seen.gpgsig ?? seen['gpgsig-sha256'])?.replaceAll('\n ', '\n') ?? null
  return { tree, parents, author: firstLine(author), committer: firstLine(committer), encoding, signature, faults }
}

/** Header lines that may stand once only (git's fsck.c: multipleAuthors and its like). */
const singles = ['tree', 'author', 'committer', 'encoding', 'gpgsig', 'gpgsig-sha256'] as const
type Single = (typeof singles)[number]

/** Where a header ends: at the newline that no continuation line, begun with a blank, follows. */
const entryEnd = (head: string, from: number): number => {
  let end = head.indexOf('\n', from)
  while (end >= 0 && head[end + 1] === ' ') end = head.indexOf('\n', end + 1)
  return end < 0 ? head.length : end
}

const firstLine = (value: string): string => {
  const end = value.indexOf('\n')
  return end < 0 ? value : value.slice(0, end)
}

/** What git writes: `name <email> seconds zone` (fsck.c, fsck_ident). */
const soundPerson = /^([^<>\0]*) <([^<>\0]*)>$/
const soundTime = /^ (0|[1-9]\d{0,14}) ([+-]\d{4})$/

/** Name and address of `name <email>`, null where git would not write it so. */
const personOf = remember((text: string): { readonly name: string; readonly email: string } | null => {
  const [, name, email = ''] = soundPerson.exec(text) ?? []
  return name === undefined ? null : { name: name.trim(), email }
})

/**
 * Takes an author or committer line apart, decoded. Shapes that git reads though it would not write them (no name, crud
 * around the address, an odd date) are read as git does (ident.c, split_ident_line), with a `header-malformed` fault.
 */
export const identityOf = (
  text: string,
  header: 'author' | 'committer',
): { identity: Identity; faults: readonly Fault[] } => {
  const behind = text.lastIndexOf('>') + 1
  const person = personOf(text.slice(0, behind))
  const [, date, zone = ''] = soundTime.exec(text.slice(behind)) ?? []
  if (person === null || date === undefined)
    return { identity: oddIdentity(text), faults: [{ code: 'header-malformed', args: { header } }] }
  return { identity: { name: person.name, email: person.email, date: Number(date), zone }, faults: [] }
}

/** The address ends at the first `>` after the first `<`, the date follows the last. */
const oddIdentity = (text: string): Identity => {
  const open = text.indexOf('<')
  const close = open < 0 ? -1 : text.indexOf('>', open)
  const [, date = '0', zone = '+0000'] =
    close < 0
      ? []
      : (/^[ \t\r]*(\d{1,15})[ \t\r]{1,9}([+-]\d{1,9})(?!\d)/.exec(text.slice(text.lastIndexOf('>') + 1)) ?? [])
  return {
    name: text.slice(0, open < 0 ? text.length : open).trim(),
    email: close < 0 ? '' : text.slice(open + 1, close),
    date: Number(date),
    zone,
  }
}
