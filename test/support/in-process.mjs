// Runs the command line in a thread of the test's own process, where node's start and the program's are paid once a file.
import { Readable } from 'node:stream'
import { parentPort, workerData } from 'node:worker_threads'
import { recorder } from './recorder.mjs'

const { signal, program } = workerData
const { main } = await import(program)

/** What `record` reads, and what it says past the command line's own streams. */
const ownStreams = (input, { out, talk }) => {
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from([Buffer.from(input)]) })
  process.stdout.write = (chunk) => out.stream.write(chunk)
  process.stderr.write = (chunk) => talk.stream.write(chunk)
}

parentPort.on('message', async ({ args, input, env, port }) => {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  const [out, talk] = [recorder(), recorder()]
  if (input !== undefined) ownStreams(input, { out, talk })
  const status = await main(args, { stdout: out.stream, stderr: talk.stream })
  port.postMessage({ status, stdout: out.text(), stderr: talk.text() })
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})
