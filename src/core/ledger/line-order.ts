import type { LedgerLine } from './schema.js'

/** Says of each line of a ledger, told by its kind, what is wrong with its place: a header comes first and once, a footer last. */
export const createLineOrder = () => {
  let number = 0
  let last: LedgerLine['type'] | null = null
  /** Null stands for a line of no kind that is known. */
  const add = (type: LedgerLine['type'] | null): readonly string[] => {
    number += 1
    if (type === null) return []
    const after = last
    last = type
    return [
      ...((type === 'header') === (number === 1) ? [] : [`a ${type} stands where it must not`]),
      ...(after === 'footer' ? ['a line follows the footer'] : []),
    ]
  }
  const end = (): readonly string[] => (last === 'footer' ? [] : ['expected a footer, got the end of the file'])
  return { add, end }
}
