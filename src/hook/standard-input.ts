/**
 * All of standard input, as it comes. Never `readFileSync(0)`: once anything touches `process.stdin`, as execa does when it is
 * loaded, node opens a pipe so that a read from it does not wait, and ends with EAGAIN where the writer is not done (read(2), O_NONBLOCK).
 */
export const standardInput = async (): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

/** Some agents never close the pipe: so long is waited for the rest of a payload, in milliseconds. */
const deadline = 5_000

/** A payload larger than this is not kept: 64 MiB. */
const maxPayloadBytes = 64 * 1024 * 1024

/** An agent's payload: standard input to its end, or as far as it came by the deadline. */
export const readPayload = async (): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  const timer = setTimeout(() => process.stdin.destroy(), deadline)
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= maxPayloadBytes) chunks.push(chunk)
    }
  } catch {
    // Destroyed at the deadline: what came is judged as it is.
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks)
}
