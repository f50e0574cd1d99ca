// Runs the command line in a thread of the test's own process, where node's start and the program's are paid once a file.
import { parentPort, workerData } from 'node:worker_threads'
import { recorder } from './recorder.mjs'

const { signal, program } = workerData
const { main } = await import(program)

parentPort.on('message', async ({ args, env, port }) => {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, env)
  const [out, talk] = [recorder(), recorder()]
  const status = await main(args, { stdout: out.stream, stderr: talk.stream })
  port.postMessage({ status, stdout: out.text(), stderr: talk.text() })
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})
