// Asks the built program several things in one process of its own, under the environment that this was started with, and
// prints what it answered to each.
import { main } from '../../../dist/cli.mjs'
import { recorder } from '../../support/recorder.mjs'

const answers = []
for (const words of JSON.parse(process.argv[2])) {
  const [out, talk] = [recorder(), recorder()]
  const status = await main(words, { stdout: out.stream, stderr: talk.stream })
  answers.push({ status, stdout: out.text(), stderr: talk.text() })
}
process.stdout.write(JSON.stringify(answers))
