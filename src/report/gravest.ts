/** Something to show, how grave it is (0 for what weighs most), and how much room it takes. */
export type Weighed<Item> = { readonly item: Item; readonly rank: number; readonly size?: number }

type Shelf<Item> = { readonly items: { readonly item: Item; readonly size: number }[]; size: number }

/**
 * Keeps as many items as there is room for, the gravest: what comes late in a long ledger takes the place of what weighs less.
 * Those that weigh as much stay in the order in which they came.
 */
export const gravestOf = <Item>(room: number) => {
  const shelves: Shelf<Item>[] = []
  let [free, left] = [room, 0]
  const dropLast = (shelf: Shelf<Item>): void => {
    const { size } = shelf.items.pop() ?? { size: 0 }
    shelf.size -= size
    free += size
    left += 1
  }
  const add = ({ item, rank, size = 1 }: Weighed<Item>): void => {
    const lighter = shelves.slice(rank + 1)
    if (size > lighter.reduce((sum, shelf) => sum + shelf.size, free)) {
      left += 1
      return
    }
    for (const shelf of lighter.reverse()) while (size > free && shelf.items.length > 0) dropLast(shelf)
    while (shelves.length <= rank) shelves.push({ items: [], size: 0 })
    const shelf = shelves[rank]
    if (shelf === undefined) return
    shelf.items.push({ item, size })
    shelf.size += size
    free -= size
  }
  return { add, items: () => shelves.flatMap(({ items }) => items.map(({ item }) => item)), left: () => left }
}
