import { type Profiler, Session } from 'node:inspector'

const session = new Session()
session.connect()
session.post('Profiler.enable')
// Once and for all: V8 counts what it compiles from now on block by block, and forgets how where it is stopped.
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/**
 * How many blocks of our own code some work runs through, loops as often as they turn: a measure of its cost that no other
 * program on the machine changes. What V8 does itself (regular expressions, sorting) counts for nothing
 * (https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#method-startPreciseCoverage).
 */
export const stepsIn = (work: () => unknown): number => {
  taken()
  work()
  return taken()
}

/** What was counted since it was last asked. */
const taken = (): number => {
  let steps = 0
  session.post('Profiler.takePreciseCoverage', (_, { result }: Profiler.TakePreciseCoverageReturnType) => {
    const ours = result.filter(({ url }) => /\/(?:src|node_modules\/diff)\//.test(url))
    for (const { functions } of ours) for (const { ranges } of functions) for (const { count } of ranges) steps += count
  })
  return steps
}

/** The processor's time that some work takes, in milliseconds: for what V8 does itself, and alike on a busy machine. */
export const processorTime = (work: () => unknown): number => {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}
