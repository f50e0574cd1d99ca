import { Writable } from 'node:stream'

/** A stream that keeps what is written to it, and the text of that. */
export const recorder = () => {
  const chunks = []
  const stream = new Writable({
    write: (chunk, _, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
