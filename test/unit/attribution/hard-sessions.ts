import type { Edit } from '../../../src/core/attribution/replay.js'
import { codeBlock, codeLine, reindented, smallEdit } from './code-lines.js'
import { joined, type Piece, type Pieces, type Proposed, sameLine, sameVersion, splice } from './pieces.js'
import { type Random, seeded } from './random.js'

/** What one commit meets in one file, and what is true of it. */
export type Commit = {
  readonly parent: string | null
  readonly staged: string | null
  readonly work: string | null
  readonly edits: readonly Edit[]
  readonly truth: Readonly<Record<string, { kept: number; edited: number; dropped: number; pending: number }>>
}

/** A session: for each file its commits, in order. */
export type Session = { readonly files: readonly (readonly Commit[])[] }

const owners = ['agent one', 'agent two'] as const

const textOf = (pieces: Pieces): string | null =>
  pieces === null ? null : pieces.map(({ text }) => `${text}\n`).join('')

type World = { readonly random: Random; next: number }

const piece = (world: World, text: string, proposal?: Proposed): Piece => {
  world.next += 1
  return { id: world.next, root: world.next, text, ...(proposal === undefined ? {} : { proposal }) }
}

const hasWords = ({ text }: Piece): boolean => (text.match(/\w+/g) ?? []).length >= 4

/** A person edits a line in place only where it has words to edit, and at most twice: more is another line. */
const tweaked = (world: World, old: Piece): Piece => {
  if (!hasWords(old) || (old.edits ?? 0) >= 2) return old
  return { ...changed(world, old, smallEdit(old.text, world.random), true), edits: (old.edits ?? 0) + 1 }
}

const changed = (world: World, old: Piece, text: string, edited: boolean): Piece => {
  world.next += 1
  const marked = edited && old.proposal !== undefined
  return { ...old, id: world.next, text, ...(marked ? { edited: true as const } : {}) }
}

type File = {
  parent: Pieces
  now: Pieces
  /** Earlier forms since the last commit: what undo goes back to, and what may have been staged. */
  past: Pieces[]
  edits: Edit[]
  proposals: Set<Proposed>
  commits: Commit[]
}

const proposalsIn = (pieces: Pieces) => new Set((pieces ?? []).flatMap(({ proposal }) => proposal ?? []))

/** An agent's change of one file: what it puts in place of a run of lines. A line written again as it was is not written. */
const agentTurn = (world: World, file: File): void => {
  const { random } = world
  const owner = random.pick(owners)
  const before = file.now
  const list = before ?? []
  const fresh: Proposed[] = []
  const write = (text: string): Piece => {
    const proposal = { owner, closed: false, takenBackByAgent: false }
    file.proposals.add(proposal)
    fresh.push(proposal)
    return piece(world, text, proposal)
  }
  const at = random.below(list.length + 1)
  const count = list.length === 0 || random.chance(0.5) ? 0 : Math.min(list.length - at, 1 + random.below(8))
  let put: Piece[] = []
  if (count === 0)
    put = (
      list.length === 0 ? [...codeBlock(random), ...codeBlock(random), ...codeBlock(random)] : codeBlock(random)
    ).map(write)
  else if (random.chance(0.8)) put = list.slice(at, at + count).flatMap((old) => rewritten(world, old, write))
  const run = list.slice(at, at + count)
  put = typedOver(run, put)
  for (const made of fresh) if (!put.some(({ proposal }) => proposal === made)) file.proposals.delete(made)
  const proposed = splice(list, at, count, put)
  for (const gone of run) if (gone.proposal !== undefined && !put.includes(gone)) gone.proposal.takenBackByAgent = true
  file.past.push(before)
  file.now = proposed
  const edit = { contribution: owner, before: textOf(before) }
  if (!random.chance(0.1)) {
    file.edits.push({ ...edit, after: textOf(proposed) })
    return
  }
  personTurn(world, file)
  file.edits.push({ ...edit, proposed: textOf(proposed), after: textOf(file.now) })
}

/** A line typed again as it was, in its place, is the line it was: nothing on disk tells otherwise. */
const typedOver = (run: readonly Piece[], put: readonly Piece[]): Piece[] => {
  const was = new Map(joined(run, put, (a, b) => (a.text === b.text ? 1 : 0)).map(([from, to]) => [to, run[from]]))
  return put.map((one, at) => was.get(at) ?? one)
}

const rewritten = ({ random }: World, old: Piece, write: (text: string) => Piece): readonly Piece[] => {
  if (random.chance(0.3)) return [old]
  if (random.chance(0.2)) return []
  const text = random.chance(0.5) ? smallEdit(old.text, random) : codeLine(random)
  return random.chance(0.2) ? [write(text), write(codeLine(random))] : [write(text)]
}

const personTurn = (world: World, file: File): void => {
  const { random } = world
  const list = file.now ?? []
  const before = file.now
  if (random.chance(0.08) && file.past.length > 0) {
    const earlier = file.past.pop() ?? null
    // What an agent took back and a person puts again is the agent's proposal again.
    for (const { proposal } of earlier ?? []) if (proposal !== undefined) proposal.takenBackByAgent = false
    // What goes with it goes by the person's hand, as everything no longer there does unless marked.
    file.now = earlier
    return
  }
  if (list.length === 0) return
  const at = random.below(list.length)
  const count = Math.min(list.length - at, 1 + random.below(4))
  const run = list.slice(at, at + count)
  file.now = random.pick<() => readonly Piece[]>([
    () =>
      splice(
        list,
        at,
        1,
        run.slice(0, 1).map((one) => tweaked(world, one)),
      ),
    () =>
      splice(
        list,
        at,
        count,
        run.map((one) => tweaked(world, one)),
      ),
    () =>
      splice(
        list,
        at,
        count,
        typedOver(
          run,
          run.map(() => piece(world, codeLine(random))),
        ),
      ),
    () => splice(list, at, count, []),
    () =>
      splice(
        list,
        at,
        0,
        run.map(() => piece(world, codeLine(random))),
      ),
    () =>
      splice(
        list,
        at,
        count,
        run.map((one) => changed(world, one, reindented(one.text, random), false)),
      ),
    () => (run.some(hasWords) ? moved(list, at, count, random.below(list.length - count + 1)) : list),
  ])()
  file.past.push(before)
}

const moved = (list: readonly Piece[], at: number, count: number, to: number): readonly Piece[] =>
  splice(splice(list, at, count, []), to, 0, list.slice(at, at + count))

/** As `git add -p`: some hunks of the work tree's change, the parent's text for the rest. */
const someHunks = (world: World, file: File): Pieces => {
  const old = file.parent ?? []
  const fresh = file.now ?? []
  const staged: Piece[] = []
  const seen = new Set<Proposed>()
  let [oldFrom, newFrom] = [0, 0]
  for (const [a, b] of [...joined(old, fresh, sameVersion), [old.length, fresh.length] as const]) {
    staged.push(...(world.random.chance(0.5) ? fresh.slice(newFrom, b) : old.slice(oldFrom, a)))
    const common = old[a]
    if (common !== undefined) staged.push(common)
    oldFrom = a + 1
    newFrom = b + 1
  }
  return staged.filter(({ proposal }) => proposal === undefined || (!seen.has(proposal) && seen.add(proposal)))
}

const stage = (world: World, file: File, last: boolean): Pieces => {
  const { random } = world
  if (last || random.chance(0.4)) return file.now
  if (random.chance(0.25)) return file.parent
  if (random.chance(0.4) && file.past.length > 0) return random.pick([file.now, ...file.past])
  if (file.now === null) return null
  const hunks = someHunks(world, file)
  return hunks?.length === 0 ? file.parent : hunks
}

const commitFile = (world: World, file: File, last: boolean): void => {
  const staged = stage(world, file, last)
  const texts = { parent: textOf(file.parent), staged: textOf(staged), work: textOf(file.now) }
  const left = texts.staged === texts.parent && texts.work !== texts.staged
  const inWork = proposalsIn(file.now)
  const unchanged = new Set(joined(file.parent ?? [], staged ?? [], sameLine).map(([, at]) => at))
  const standing = new Map(
    (staged ?? []).flatMap((one, at) =>
      one.proposal === undefined ? [] : [[one.proposal, { ...one, unchanged: unchanged.has(at) }] as const],
    ),
  )
  const truth = Object.fromEntries(owners.map((owner) => [owner, { kept: 0, edited: 0, dropped: 0, pending: 0 }]))
  for (const proposal of file.proposals) {
    const one = standing.get(proposal)
    const counts = truth[proposal.owner]
    if (proposal.closed || counts === undefined) continue
    if (left || (one === undefined && inWork.has(proposal))) counts.pending += left && proposal.takenBackByAgent ? 0 : 1
    else {
      proposal.closed = true
      if (one?.unchanged) counts.dropped += one.edited ? 1 : 0
      else if (one !== undefined) counts[one.edited ? 'edited' : 'kept'] += 1
      else if (!proposal.takenBackByAgent) counts.dropped += 1
    }
  }
  file.commits.push({ ...texts, edits: file.edits, truth })
  file.edits = []
  file.parent = staged
  // The editor's memory of what was before the commit is not replayed: what comes back from there is a person's.
  file.past = []
}

const newFile = (world: World): File => {
  const base = world.random.chance(0.3)
    ? null
    : Array.from({ length: 1 + world.random.below(6) }, () => codeBlock(world.random))
        .flat()
        .map((text) => piece(world, text))
  return { parent: base, now: base, past: [], edits: [], proposals: new Set(), commits: [] }
}

/** One session: agents and a person take turns in several files, with one to three commits. The same seed gives the same session. */
export const simulate = (seed: number): Session => {
  const world: World = { random: seeded(seed), next: 0 }
  const { random } = world
  const files = Array.from({ length: 1 + random.below(3) }, () => newFile(world))
  const commits = 1 + random.below(3)
  for (let commit = 1; commit <= commits; commit += 1) {
    for (const file of files) {
      const turns = 1 + random.below(8)
      for (let turn = 0; turn < turns; turn += 1) (random.chance(0.5) ? agentTurn : personTurn)(world, file)
    }
    for (const file of files) commitFile(world, file, commit === commits)
  }
  return { files: files.map((file) => file.commits) }
}
