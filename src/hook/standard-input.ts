/**
 * All of standard input, as it comes. Never `readFileSync(0)`: once anything touches `process.stdin`, as execa does when it is
 * loaded, node opens a pipe so that a read from it does not wait, and ends with EAGAIN where the writer is not done (read(2), O_NONBLOCK).
 */
export const standardInput = async (): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}
