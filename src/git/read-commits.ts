import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { execa } from 'execa'
import { hashedName } from '../core/canonical.js'
import { readOnlyArgs, streaming, type UntrustedRepository } from './read-only.js'

/** An object as git stores it; `bytes` null where it is missing, `intact` false where its bytes are not those its name stands for, or it is of another type. */
export type RawObject = { readonly oid: string; readonly bytes: Buffer | null; readonly intact: boolean }

/**
 * Reads commits with one `cat-file --batch`: an array for each of the batches of names (`<oid>` LF …), in order. Each object
 * is hashed anew and compared with its name, which git itself does not do. Where git gives up, what is left is missing.
 */
export const readCommits = (
  repository: UntrustedRepository,
  batches: Iterable<Buffer>,
): AsyncGenerator<readonly RawObject[]> => readBatches(repository, 'commit', batches)

/** The texts of blobs by their names, without those that are missing or not what their names stand for. */
export const readBlobs = async (
  repository: UntrustedRepository,
  oids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> => {
  const found = new Map<string, Buffer>()
  const names = Buffer.from(oids.map((oid) => `${oid}\n`).join(''))
  for await (const blobs of readBatches(repository, 'blob', oids.length === 0 ? [] : [names]))
    for (const { oid, bytes, intact } of blobs) if (bytes !== null && intact) found.set(oid, bytes)
  return found
}

async function* readBatches(
  repository: UntrustedRepository,
  type: 'commit' | 'blob',
  batches: Iterable<Buffer>,
): AsyncGenerator<readonly RawObject[]> {
  const git = execa('git', [...readOnlyArgs(repository), 'cat-file', '--batch', '--buffer'], streaming(repository))
  void feed(git.stdin as Writable, batches)
  const chunks = (git.stdout as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let [held, commits]: [Held, RawObject[]] = [nothing, []]
  for (const batch of batches) {
    const names = batch.toString('latin1').trimEnd().split('\n')
    while (commits.length < names.length) {
      const chunk = await chunks.next()
      if (chunk.done === true) break
      held = { ...held, pieces: [...held.pieces, chunk.value], length: held.length + chunk.value.length }
      if (held.length < held.needed) continue
      held = heldOf(takeObjects(held.pieces.length === 1 ? chunk.value : Buffer.concat(held.pieces), type, commits))
    }
    const missing = names.slice(commits.length).map((oid) => ({ oid, bytes: null, intact: true }))
    yield [...commits.slice(0, names.length), ...missing]
    commits = commits.slice(names.length)
  }
  await git
}

/** The beginning of an object, in the pieces that came, and how many bytes all of it has, as far as that is known. */
type Held = { readonly pieces: readonly Buffer[]; readonly length: number; readonly needed: number }

const nothing: Held = { pieces: [], length: 0, needed: 0 }

/** Pieces are joined when the object is whole: joined to each that comes, a large one would be copied a thousand times. */
const heldOf = (rest: Buffer): Held => {
  if (rest.length === 0) return nothing
  const end = rest.indexOf(0x0a)
  const size = end < 0 ? 0 : Number(rest.toString('latin1', 0, end).split(' ')[2] ?? 0)
  return { pieces: [rest], length: rest.length, needed: end < 0 ? 0 : end + 1 + size + 1 }
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

/** Takes the whole objects (`<oid> <type> <size>` LF bytes LF) from a stretch of output; returns what is left over. */
const takeObjects = (output: Buffer, wanted: string, objects: RawObject[]): Buffer => {
  for (let offset = 0; ; ) {
    const end = output.indexOf(0x0a, offset)
    if (end < 0) return output.subarray(offset)
    const [oid = '', type, size] = output.toString('latin1', offset, end).split(' ')
    if (type === 'missing') {
      objects.push({ oid, bytes: null, intact: true })
      offset = end + 1
      continue
    }
    const after = end + 1 + Number(size)
    if (after >= output.length) return output.subarray(offset)
    const bytes = output.subarray(end + 1, after)
    // `<type> <size>` NUL and the bytes are what the name stands for: all but the NUL is here in one piece.
    output[end] = 0
    const intact = type === wanted && hashedName(output.subarray(offset + oid.length + 1, after), oid.length) === oid
    objects.push({ oid, bytes, intact })
    offset = after + 1
  }
}
