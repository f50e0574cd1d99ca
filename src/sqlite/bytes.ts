/** What lies outside of the bytes throws a RangeError when it is read from the view. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const isPageSize = (size: number): boolean => size >= 512 && size <= 65_536 && (size & (size - 1)) === 0

/** A variable-length integer and where it ends (https://www.sqlite.org/fileformat2.html, 1.6): beyond 2⁵³ it is rounded. */
export type Varint = readonly [value: number, end: number]

/** The variable-length integer that begins there: seven bits of each of up to eight bytes, and all bits of a ninth. */
export const varint = (view: DataView, at: number): Varint => {
  let value = 0
  for (let index = 0; index < 7; index += 1) {
    const byte = view.getUint8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return [value, at + index + 1]
  }
  return longVarint(view, at)
}

const longVarint = (view: DataView, at: number): Varint => {
  let value = 0n
  for (let index = 0; index < 8; index += 1) {
    const byte = view.getUint8(at + index)
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) return [Number(value), at + index + 1]
  }
  return [Number(BigInt.asIntN(64, (value << 8n) | BigInt(view.getUint8(at + 8)))), at + 9]
}
