// Asks the built program several things in one process of its own, under the environment that this was started with, and
// prints what it answered to each.
import { Writable } from 'node:stream'
import { main } from '../../../dist/cli.mjs'

const recorder = () => {
  const chunks = []
  const stream = new Writable({
    write: (chunk, _, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

const answers = []
for (const words of JSON.parse(process.argv[2])) {
  const [out, talk] = [recorder(), recorder()]
  const status = await main(words, { stdout: out.stream, stderr: talk.stream })
  answers.push({ status, stdout: out.text(), stderr: talk.text() })
}
process.stdout.write(JSON.stringify(answers))
