import { constants } from 'node:os'

/** What is to be taken away before the program ends; what it waits for stands in its promise. */
type Clean = () => Promise<void> | undefined

const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const cleanings = new Set<Clean>()

/**
 * Cleans up where a person or a system stops the program, which then ends by that signal, as a shell expects (signal(7));
 * what was begun last is taken away first, and a second signal waits for nothing. Returns what takes this back.
 */
export const onInterrupt = (clean: Clean): (() => void) => {
  if (cleanings.size === 0) for (const signal of interrupts) process.on(signal, stop)
  cleanings.add(clean)
  return () => {
    cleanings.delete(clean)
    if (cleanings.size === 0 && !stopping) listenNoMore()
  }
}

const listenNoMore = (): void => {
  for (const signal of interrupts) process.off(signal, stop)
}

let stopping = false

/** Listens on while it cleans up: execa ends the program where nobody else seems to hear the signal (signal-exit 4). */
const stop = async (signal: NodeJS.Signals): Promise<void> => {
  if (stopping) return end(signal)
  stopping = true
  for (const clean of [...cleanings].reverse()) {
    const cleaning = clean()
    if (cleaning !== undefined) await cleaning
  }
  end(signal)
}

const end = (signal: NodeJS.Signals): void => {
  listenNoMore()
  process.kill(process.pid, signal)
  // Where the signal does nothing, as in the first process of a container; elsewhere it has come by then.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 200)
}
