import { followedBy } from '../../core/attribution/follow.js'
import { joinTouches } from '../../core/attribution/parts.js'
import type { Line, Removed, ReplayState } from '../../core/attribution/state.js'
import { byName } from '../../core/by-name.js'
import type { Author } from '../../core/edits/assemble.js'
import type { Plan } from '../../core/record/plan-record.js'
import { type Kept, nothingKept } from '../../store/kept.js'

/**
 * What is known for the amend of a commit: what was known when it was made, null where this clone did not make it, and what
 * waits since other commits, which it knows nothing of: it was not the last one made here, or no hook ran.
 */
export const keptForAmend = (known: Kept | null, carried: Kept): Kept => {
  const { files, authors, touched } = known ?? nothingKept
  const states = byName(files)
  const touches = byName(touched)
  for (const path of waitingIn(known, carried)) {
    const [before, later] = [files[path], carried.files[path]]
    if (later !== undefined) states[path] = before === undefined ? later : followedBy(before, later)
    touches[path] = joinTouches([...(touched[path] ?? []), ...(carried.touched[path] ?? [])])
  }
  return { ...(known ?? nothingKept), files: states, touched: touches, authors: byName(carried.authors, authors) }
}

/** Who wrote what had waited and waits no more, as a plan has it: it went into the commit, and their prompts with it. */
export const takenUp = (carried: Kept, { carried: left }: Pick<Plan, 'carried'>): ReadonlyMap<string, Author> => {
  const taken = Object.entries(carried.files).filter(([path]) => left[path] === undefined)
  const owners = taken.flatMap(([, { lines }]) => lines.flatMap(({ proposal }) => proposal?.owner ?? []))
  return new Map(
    [...new Set(owners)].flatMap((owner) => {
      const author = carried.authors[owner]
      return author === undefined ? [] : [[owner, author] as const]
    }),
  )
}

/** The files with work that waits and that the commit did not know of. */
const waitingIn = (known: Kept | null, carried: Kept): readonly string[] =>
  [...new Set([...Object.keys(carried.files), ...Object.keys(carried.touched)])].filter((path) => {
    const [before, later] = [known?.files[path], carried.files[path]]
    if (before === undefined) return known?.touched[path] === undefined || later !== undefined
    return later !== undefined && !isWithin(later, before)
  })

/** True where every line that an agent proposed in the one state is known in the other. */
const isWithin = (later: ReplayState, before: ReplayState): boolean => {
  const known = new Set(proposalsOf(before))
  return proposalsOf(later).every((name) => known.has(name))
}

const proposalsOf = ({ lines, removed }: ReplayState): readonly string[] =>
  [...lines, ...removed].flatMap(({ proposal }: Line | Removed) =>
    proposal === undefined ? [] : [`${proposal.id}\n${proposal.owner}\n${proposal.text}`],
  )
