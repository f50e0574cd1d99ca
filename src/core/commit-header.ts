import type { Fault } from './fault.js'
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

const objectName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

const duplicated = (header: string): Fault => ({ code: 'header-duplicated', args: { header } })
const malformed = (header: string): Fault => ({ code: 'header-malformed', args: { header } })

/**
 * Reads the header lines of a commit object, given without the empty line that ends them. The tree comes first and the
 * parents right behind it; a `parent` further down is none for git either (commit.c, parse_commit_buffer) and a fault.
 */
export const headersOf = (head: string): Headers => {
  const seen = new Map<string, string>()
  const parents: string[] = []
  const faults: Fault[] = []
  let inFront = true
  for (let at = 0, end = 0; at < head.length; at = end + 1) {
    end = entryEnd(head, at)
    const blank = head.indexOf(' ', at)
    const key = head.slice(at, blank < 0 || blank > end ? end : blank)
    const value = head.slice(at + key.length + 1, end)
    if (key === 'parent') {
      if (inFront && seen.size > 0 && objectName.test(value)) parents.push(value)
      else faults.push(malformed(key))
    } else if (single.has(key)) {
      if (seen.has(key)) faults.push(duplicated(key))
      else seen.set(key, value)
      inFront = key === 'tree' && at === 0
    } else inFront = false
  }
  const tree = seen.get('tree') ?? ''
  if (!objectName.test(tree) || !head.startsWith('tree ')) faults.push(malformed('tree'))
  return {
    ...{ tree, parents, faults },
    author: firstLine(seen.get('author') ?? ''),
    committer: firstLine(seen.get('committer') ?? ''),
    encoding: seen.get('encoding') ?? null,
    signature: (seen.get('gpgsig') ?? seen.get('gpgsig-sha256'))?.replaceAll('\n ', '\n') ?? null,
  }
}

/** Header lines that may stand once only (git's fsck.c: multipleAuthors and its like). */
const single: ReadonlySet<string> = new Set(['tree', 'author', 'committer', 'encoding', 'gpgsig', 'gpgsig-sha256'])

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
const sound = /^([^<>\0]*) <([^<>\0]*)> (0|[1-9]\d{0,14}) ([+-]\d{4})$/

/**
 * Takes an author or committer line apart, decoded. Shapes that git reads though it would not write them (no name, crud
 * around the address, an odd date) are read as git does (ident.c, split_ident_line), with a `header-malformed` fault.
 */
export const identityOf = (
  text: string,
  header: 'author' | 'committer',
): { identity: Identity; faults: readonly Fault[] } => {
  const [, name, email = '', date = '', zone = ''] = sound.exec(text) ?? []
  if (name === undefined) return { identity: oddIdentity(text), faults: [malformed(header)] }
  return { identity: { name: name.trim(), email, date: Number(date), zone }, faults: [] }
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
