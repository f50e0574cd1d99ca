import { counted } from '../core/counted.js'
import type { Output } from './output.js'

/** How long a walk may go on before anybody is told how far it is, and then how long between two tellings; in milliseconds. */
const patience = 1_000
const pace = 100

/** What tells on a terminal how many commits of a ledger are done; only of a walk that somebody has to wait for. */
export const progressOn = (output: Output, now: () => number = Date.now) => {
  let next = now() + patience
  let lines = 0
  /** Counts what is done by the bytes of the ledger's next lines. */
  const count = (bytes: Buffer): void => {
    if (!output.isWatched) return
    lines += linesIn(bytes)
    const at = now()
    if (at < next) return
    next = at + pace
    // The first of them is the header.
    output.progress(counted(lines - 1, 'commit'))
  }
  return { count, end: () => output.progress('') }
}

const linesIn = (bytes: Buffer): number => {
  let count = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count += 1
  return count
}
