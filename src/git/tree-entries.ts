/** One line of a tree. */
export type TreeEntry = { readonly mode: string; readonly name: string; readonly oid: string }

/** The entries of a tree object: `<mode> <name>` NUL and the bytes of an object's name, of which the hex digits are `width`. A name is read byte for byte (latin1). */
export function* treeEntries(bytes: Buffer, width: number): Generator<TreeEntry> {
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at)
    const next = nul + 1 + width / 2
    if (nul < 0 || next > bytes.length) return
    const text = bytes.toString('latin1', at, nul)
    const blank = text.indexOf(' ')
    yield { mode: text.slice(0, blank), name: text.slice(blank + 1), oid: bytes.toString('hex', nul + 1, next) }
    at = next
  }
}
