import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { execa } from 'execa'
import { hashedName } from '../core/canonical.js'
import { readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

/**
 * An object as git stores it; `bytes` null where it is missing or, with `tooLarge`, longer than any that is read; `intact` false
 * where its bytes are not those its name stands for, or it is of another type.
 */
export type RawObject = {
  readonly oid: string
  readonly bytes: Buffer | null
  readonly intact: boolean
  readonly tooLarge: boolean
}

const mebibyte = 1024 ** 2

/** What is read of each type: an object that is longer is passed over, and so many bytes are handed on at once, that what is held has a bound. */
const limits = {
  commit: { most: 32 * mebibyte, atOnce: 8 * mebibyte },
  tree: { most: 64 * mebibyte, atOnce: 8 * mebibyte },
  blob: { most: 64 * mebibyte, atOnce: 2 * mebibyte },
} as const

type ObjectType = keyof typeof limits

/**
 * Reads commits with one `cat-file --batch`: those of the batches of names (`<oid>` LF …), in order; an array for each batch, or
 * several where its commits are long. Each object is hashed anew and compared with its name, which git itself does not do. Where
 * git gives up, what is left is missing.
 */
export const readCommits = (
  repository: UntrustedRepository,
  batches: Iterable<Buffer>,
): AsyncGenerator<readonly RawObject[]> => readBatches(repository, 'commit', batches)

/** The texts of blobs by their names, without those that are missing or not what their names stand for; a few are held at a time, each is given once. */
export async function* eachBlob(
  repository: UntrustedRepository,
  oids: Iterable<string>,
): AsyncGenerator<readonly [oid: string, bytes: Buffer]> {
  for await (const { oid, bytes, intact } of readEach(repository, 'blob', [...new Set(oids)]))
    if (bytes !== null && intact) yield [oid, bytes]
}

/** The same, all of them held. */
export const readBlobs = async (
  repository: UntrustedRepository,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> => {
  const found = new Map<string, Buffer>()
  for await (const [oid, bytes] of eachBlob(repository, oids)) found.set(oid, bytes)
  return found
}

/** Trees by what git takes for their names, `<commit>^{tree}` too. */
export const readTrees = (repository: UntrustedRepository, names: readonly string[]): AsyncGenerator<RawObject> =>
  readEach(repository, 'tree', names)

async function* readEach(
  repository: UntrustedRepository,
  type: ObjectType,
  names: readonly string[],
): AsyncGenerator<RawObject> {
  if (names.length === 0) return
  const batch = Buffer.from(names.map((name) => `${name}\n`).join(''))
  for await (const objects of readBatches(repository, type, [batch])) yield* objects
}

async function* readBatches(
  repository: UntrustedRepository,
  type: ObjectType,
  batches: Iterable<Buffer>,
): AsyncGenerator<readonly RawObject[]> {
  const git = execa('git', [...readOnlyArgs(repository), 'cat-file', '--batch', '--buffer'], streaming(repository))
  void feed(git.stdin as Writable, batches)
  const chunks = (git.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let [held, objects]: [Held, RawObject[]] = [nothing, []]
  for (const batch of batches) {
    let names: readonly string[] = batch.toString('latin1').trimEnd().split('\n')
    while (objects.length < names.length) {
      const chunk = await chunks.next()
      if (chunk.done === true) break
      held = heldWith(held, chunk.value)
      if (held.passed > 0 || held.length < held.needed) continue
      held = heldOf(takeObjects(wholeOf(held.pieces), type, objects))
      if (objects.length < names.length && sizeOf(objects) > limits[type].atOnce) {
        yield objects
        names = names.slice(objects.length)
        objects = []
      }
    }
    const missing = names.slice(objects.length).map((oid) => ({ oid, ...absent }))
    yield [...objects.slice(0, names.length), ...missing]
    objects = objects.slice(names.length)
  }
  // What is left of an object that is passed over nobody needs; unread, it would hold git up for ever.
  if (held.passed > 0) git.kill('SIGKILL')
  for (let rest = await chunks.next(); rest.done !== true; ) rest = await chunks.next()
  await git
}

const absent = { bytes: null, intact: true, tooLarge: false } as const

const sizeOf = (objects: readonly RawObject[]): number =>
  objects.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)

/**
 * The beginning of an object, in the pieces that came, and how many bytes all of it has, as far as that is known. `passed` is
 * what is still to come of one that is too large, which nobody holds.
 */
type Held = {
  readonly pieces: readonly Buffer[]
  readonly length: number
  readonly needed: number
  readonly passed: number
}

const nothing: Held = { pieces: [], length: 0, needed: 0, passed: 0 }

const heldWith = (held: Held, chunk: Buffer): Held => {
  const rest = chunk.subarray(held.passed)
  return {
    pieces: rest.length === 0 ? held.pieces : [...held.pieces, rest],
    length: held.length + rest.length,
    needed: held.needed,
    passed: Math.max(0, held.passed - chunk.length),
  }
}

const wholeOf = (pieces: readonly Buffer[]): Buffer => {
  const [first, ...more] = pieces
  return first !== undefined && more.length === 0 ? first : Buffer.concat([...pieces])
}

/** Pieces are joined when the object is whole: joined to each that comes, a large one would be copied a thousand times. */
const heldOf = ({ rest, passed }: Taken): Held => {
  if (rest.length === 0) return { ...nothing, passed }
  const end = rest.indexOf(0x0a)
  const size = end < 0 ? 0 : Number(rest.toString('latin1', 0, end).split(' ')[2] ?? 0)
  return { pieces: [rest], length: rest.length, needed: end < 0 ? 0 : end + 1 + size + 1, passed }
}

/** Writes no faster than git reads. */
const feed = async (input: Writable, batches: Iterable<Buffer>): Promise<void> => {
  try {
    for (const batch of batches) if (!input.write(batch)) await once(input, 'drain')
    input.end()
  } catch {
    // Git went away before it had read everything: what it did not answer is missing.
  }
}

/** What is left over of a stretch of output: the beginning of an object, or how much is still to be passed over. */
type Taken = { readonly rest: Buffer; readonly passed: number }

/** Takes the whole objects (`<oid> <type> <size>` LF bytes LF) from a stretch of output. */
const takeObjects = (output: Buffer, wanted: ObjectType, objects: RawObject[]): Taken => {
  for (let offset = 0; ; ) {
    if (offset > output.length) return { rest: output.subarray(output.length), passed: offset - output.length }
    const end = output.indexOf(0x0a, offset)
    if (end < 0) return { rest: output.subarray(offset), passed: 0 }
    const [oid = '', type, size] = output.toString('latin1', offset, end).split(' ')
    if (type === 'missing') {
      objects.push({ oid, ...absent })
      offset = end + 1
      continue
    }
    const after = end + 1 + Number(size)
    if (Number(size) > limits[wanted].most) {
      objects.push({ oid, ...absent, tooLarge: true })
      offset = after + 1
      continue
    }
    if (after >= output.length) return { rest: output.subarray(offset), passed: 0 }
    const bytes = output.subarray(end + 1, after)
    // `<type> <size>` NUL and the bytes are what the name stands for: all but the NUL is here in one piece.
    output[end] = 0
    const intact = type === wanted && hashedName(output.subarray(offset + oid.length + 1, after), oid.length) === oid
    objects.push({ oid, bytes, intact, tooLarge: false })
    offset = after + 1
  }
}
