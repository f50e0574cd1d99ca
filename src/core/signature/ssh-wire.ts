/** A reader of SSH's wire format (RFC 4251, section 5). Every method throws a RangeError past the end; callers turn that into a status. */
export type WireReader = {
  readonly uint32: () => number
  readonly byte: () => number
  /** A length and so many bytes. */
  readonly string: () => Buffer
  readonly raw: (length: number) => Buffer
  readonly atEnd: () => boolean
}

export const wireReader = (bytes: Buffer): WireReader => {
  let at = 0
  const raw = (length: number): Buffer => {
    if (at + length > bytes.length) throw new RangeError('past the end')
    at += length
    return bytes.subarray(at - length, at)
  }
  const uint32 = () => raw(4).readUInt32BE(0)
  return { raw, uint32, byte: () => raw(1)[0] ?? 0, string: () => raw(uint32()), atEnd: () => at === bytes.length }
}

/** A length and the bytes. */
export const wireString = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A positive number without leading zeros, as big-endian bytes; throws for a negative one. */
export const positive = (mpint: Buffer): Buffer => {
  if (((mpint[0] ?? 0) & 0x80) !== 0) throw new RangeError('a negative number')
  let start = 0
  while (start < mpint.length && mpint[start] === 0) start += 1
  return mpint.subarray(start)
}

/** The same number in so many bytes. */
export const padded = (mpint: Buffer, length: number): Buffer => {
  const bytes = positive(mpint)
  if (bytes.length > length) throw new RangeError('too large a number')
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes])
}
