import { viewOf } from './bytes.js'
import { Damaged, type Reader } from './reader.js'

/** The payload of a cell: a record, of which as many first bytes are read as somebody asks for. */
export type Payload = {
  readonly length: number
  readonly first: (count: number) => Uint8Array
  /** Takes work on it off the reader's bound. */
  readonly spend: Reader['spend']
}

/** Where a payload begins, how long it is, and in which kind of b-tree its cell stands. */
export type PayloadPlace = {
  readonly page: DataView
  readonly at: number
  readonly length: number
  readonly form: 'table' | 'index'
}

/** The payload that begins in a cell and goes on in overflow pages (https://www.sqlite.org/fileformat2.html, 1.5 and 1.6). */
export const payloadAt = (reader: Reader, { page, at, length, form }: PayloadPlace): Payload => {
  const local = localBytes(reader.usable, length, form)
  if (at + local > reader.usable) throw new Damaged('a cell reaches beyond its page')
  let bytes: Uint8Array = new Uint8Array(page.buffer, page.byteOffset + at, local)
  let next = local < length ? page.getUint32(at + local) : 0
  const seen = new Set<number>()
  const grow = (count: number) => {
    const parts = [bytes]
    for (let have = bytes.length; have < count; ) {
      if (seen.has(next)) throw new Damaged('overflow pages in a circle')
      seen.add(next)
      const overflow = reader.page(next)
      const part = Math.min(reader.usable - 4, length - have)
      reader.spend(part)
      parts.push(new Uint8Array(overflow.buffer, overflow.byteOffset + 4, part))
      next = overflow.getUint32(0)
      have += part
    }
    bytes = Buffer.concat(parts)
  }
  const first = (count: number): Uint8Array => {
    if (count > length) throw new Damaged('a record reaches beyond its payload')
    if (count > bytes.length) grow(count)
    return bytes.subarray(0, count)
  }
  return { length, first, spend: reader.spend }
}

/** How much of a payload stands in its cell: all of it, or so much that the rest fills its overflow pages (1.6, X, M and K). */
const localBytes = (usable: number, length: number, form: 'table' | 'index'): number => {
  const most = form === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (length <= most) return length
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const filling = least + ((length - least) % (usable - 4))
  return filling <= most ? filling : least
}

/** A view of a payload's first bytes. */
export const firstOf = (payload: Payload, count: number): DataView => viewOf(payload.first(count))
