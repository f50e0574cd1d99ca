import { viewOf } from './bytes.js'
import type { Pages } from './pages.js'

/** What is read does not hold together: nothing of it is to be believed. */
export class Damaged extends Error {}

/** The bound is reached: what was found until then holds. */
export class Exhausted extends Error {}

/** Pages within a bound that all that is read of a database shares. */
export type Reader = {
  readonly usable: number
  /** A page; throws Damaged where there is none. */
  readonly page: (number: number) => DataView
  /** Takes bytes' worth of work off the bound; throws Exhausted at its end. */
  readonly spend: (bytes: number) => void
}

/** So much is read and copied, in bytes: a file can be made so that a walk through it does not end. */
const maxWork = 128 * 1024 * 1024

/** To read a page takes at least as long as to read so many bytes. */
const leastPage = 4096

export const boundedReader = ({ usable, pageSize, page }: Pages): Reader => {
  const known = new Map<number, DataView>()
  let left = maxWork
  const spend = (bytes: number) => {
    left -= bytes
    if (left < 0) throw new Exhausted()
  }
  const read = (number: number): DataView => {
    spend(Math.max(pageSize, leastPage))
    const bytes = page(number)
    if (bytes === null) throw new Damaged(`no page ${number}`)
    const view = viewOf(bytes)
    known.set(number, view)
    return view
  }
  return { usable, spend, page: (number) => known.get(number) ?? read(number) }
}
