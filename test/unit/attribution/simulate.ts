import type { Edit } from '../../../src/core/attribution/replay.js'

/** A line with an identity of its own: what became of it is known, whatever it looks like. */
type Line = { readonly id: number; readonly text: string; readonly proposal: number | null; readonly edited: boolean }

/** The true counts of one contribution in one commit. */
export type Truth = { kept: number; edited: number; dropped: number }

export type SimulatedCommit = {
  readonly files: readonly {
    readonly path: string
    readonly edits: readonly Edit[]
    readonly parent: string | null
    readonly staged: string | null
    readonly work: string | null
  }[]
  readonly truth: ReadonlyMap<string, Truth>
  /** How many braces and blank lines of agents stand among equal lines of others, so that the texts tell as well of one as of the other. */
  readonly doubtful: number
}

/** Numbers from a seed (mulberry32), so that every run sees the same sessions. */
export const random = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const words = [
  'total',
  'price',
  'items',
  'user',
  'config',
  'render',
  'parse',
  'index',
  'cache',
  'token',
  'stream',
  'width',
  'error',
  'result',
  'handle',
  'query',
]
const trivial = ['', '}', '  }', '});', '']

/**
 * Of so many equal lines as an agent wrote, so many as stand, and so many as others have, a text without identities shows
 * only how many are left: the agent's may be any number between two.
 */
const doubtfulIn = (
  written: readonly string[],
  { parent, staged }: { readonly parent: readonly Line[]; readonly staged: readonly Line[] },
): number => {
  let sum = 0
  for (const text of new Set(trivial.map((one) => one.trim()))) {
    const equal = (lines: readonly Line[]) => lines.filter((one) => one.text.trim() === text)
    const byAgents = written.filter((one) => one === text).length
    const others = Math.max(
      ...[parent, staged].map((lines) => equal(lines).filter((one) => one.proposal === null).length),
    )
    const left = equal(staged).length
    sum += Math.min(byAgents, left) - Math.min(byAgents, Math.max(0, left - others))
  }
  return sum
}

/** A session of several commits: an agent with two models and a person at work on a few files. Truth is kept by identity alone. */
export const simulateSession = (seed: number): readonly SimulatedCommit[] => {
  const next = random(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  let ids = 0
  const nextId = () => {
    ids += 1
    return ids
  }
  const code = () =>
    next() < 0.15
      ? pick(trivial)
      : `  ${pick(['const', 'let', 'return', 'if', 'await'])} ${pick(words)}${below(60)} = ${pick(words)}(${pick(words)}, ${below(900)})`
  const line = (text: string, proposal: number | null = null, edited = false): Line => ({
    id: nextId(),
    text,
    proposal,
    edited,
  })
  const owners = new Map<number, string>()
  const texts = new Map<number, string>()
  const homes = new Map<number, string>()
  const state = new Map<number, 'standing' | 'superseded' | 'counted'>()
  const paths = ['a.ts', 'b.ts', 'c.ts'].slice(0, 1 + below(3))
  const parents = new Map(paths.map((path) => [path, Array.from({ length: below(40) }, () => line(code()))]))
  const works = new Map([...parents].map(([path, lines]) => [path, [...lines]]))
  const text = (lines: readonly Line[]) => (lines.length === 0 ? null : lines.map((one) => `${one.text}\n`).join(''))

  const supersede = (gone: readonly Line[]) => {
    for (const { proposal } of gone)
      if (proposal !== null && state.get(proposal) === 'standing') state.set(proposal, 'superseded')
  }
  const agentStep = (path: string, owner: string) => {
    const lines = works.get(path) as Line[]
    const at = below(lines.length + 1)
    const gone = next() < 0.45 ? lines.splice(at, below(6)) : []
    supersede(gone)
    const fresh = Array.from({ length: gone.length > 0 && next() < 0.2 ? 0 : 1 + below(9) }, () => {
      const made = line(code())
      owners.set(made.id, owner)
      texts.set(made.id, made.text)
      homes.set(made.id, path)
      state.set(made.id, 'standing')
      return { ...made, proposal: made.id }
    })
    lines.splice(at, 0, ...fresh)
  }
  const personStep = (lines: Line[]) => {
    if (lines.length === 0) return void lines.push(line(code()))
    const at = below(lines.length)
    const one = lines[at] as Line
    const kind = next()
    if (kind < 0.4 && one.text.trim().length > 12)
      lines[at] = {
        ...line(one.text.replace(/\d+\)$/, `${below(900)} + 1)`)),
        proposal: one.proposal,
        edited: one.proposal !== null,
      }
    else if (kind < 0.55)
      lines[at] = line(`// ${pick(['WHY', 'NOTE', 'SEE'])}: ${below(99)} ${'#'.repeat(4 + below(8))}`)
    else if (kind < 0.75) lines.splice(at, 1 + below(3))
    else if (kind < 0.9)
      lines.splice(
        at,
        0,
        ...Array.from({ length: 1 + below(3) }, () => line(`# by hand ${below(9999)} ${pick(words).toUpperCase()}`)),
      )
    else if (lines.length > 6) {
      const to = below(lines.length - 5)
      const moved = lines.splice(at, Math.min(3, lines.length - at))
      // A brace moved by itself is written anew: no text tells it from one that a person typed.
      const alone = moved.every((one) => one.text.trim().length <= 3)
      lines.splice(to, 0, ...(alone ? moved.map((one) => line(one.text)) : moved))
    }
  }

  const commits: SimulatedCommit[] = []
  for (let round = 0; round < 1 + below(3); round += 1) {
    const edits = new Map<string, Edit[]>(paths.map((path) => [path, []]))
    for (let step = 0; step < 3 + below(10); step += 1) {
      const path = pick(paths)
      const lines = works.get(path) as Line[]
      if (next() < 0.5) {
        const owner = next() < 0.8 ? 'first' : 'second'
        const before = text(lines)
        agentStep(path, owner)
        edits.get(path)?.push({ contribution: owner, before, after: text(lines) })
      } else personStep(lines)
    }
    const whole = round === 0 || next() < 0.7
    const staged = new Map(
      paths.map((path) => [
        path,
        whole || next() < 0.6 ? [...(works.get(path) as Line[])] : (parents.get(path) as Line[]),
      ]),
    )
    const truth = new Map<string, Truth>()
    const count = (proposal: number, fate: keyof Truth) => {
      const owner = owners.get(proposal) as string
      const counts = truth.get(owner) ?? { kept: 0, edited: 0, dropped: 0 }
      counts[fate] += 1
      truth.set(owner, counts)
      state.set(proposal, 'counted')
    }
    let doubtful = 0
    const inWork = new Set(paths.flatMap((path) => (works.get(path) as Line[]).map(({ proposal }) => proposal)))
    for (const path of paths) {
      const held = staged.get(path) === parents.get(path)
      const stands = new Map((staged.get(path) as Line[]).map((one) => [one.proposal, one]))
      const judged: number[] = []
      for (const [proposal, is] of state) {
        if (is !== 'standing' || homes.get(proposal) !== path || held) continue
        const one = stands.get(proposal)
        judged.push(proposal)
        if (one !== undefined) count(proposal, one.edited ? 'edited' : 'kept')
        else if (!inWork.has(proposal)) count(proposal, 'dropped')
      }
      doubtful += doubtfulIn(
        judged.map((proposal) => (texts.get(proposal) as string).trim()),
        { parent: parents.get(path) as Line[], staged: staged.get(path) as Line[] },
      )
    }
    commits.push({
      doubtful,
      files: paths.map((path) => ({
        path,
        edits: edits.get(path) ?? [],
        parent: text(parents.get(path) as Line[]),
        staged: text(staged.get(path) as Line[]),
        work: text(works.get(path) as Line[]),
      })),
      truth,
    })
    for (const path of paths) parents.set(path, staged.get(path) as Line[])
  }
  return commits
}
