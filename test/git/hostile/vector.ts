import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Ran, type RunOptions, type Stage, setStage } from './stage.js'

/** One way to make a repository, or what surrounds it, turn on who reads it. */
export type Vector = {
  readonly name: string
  readonly plant: (stage: Stage) => void
  /**
   * Words for plain git, or a whole act, that set the canary off, so that the test can fail; an act that shows it otherwise
   * returns true. Null where nothing does, and a comment says why.
   */
  readonly live: readonly string[] | ((stage: Stage) => unknown) | null
  /** What is done to the clean twin too, so that its answer is the one to expect. */
  readonly damage?: (stage: Stage) => void
  /** Exit codes of verify, show and ledger check, of the twin as well. */
  readonly exits?: readonly [number, number, number]
  /** Where no answer can be had, the refusal that is right. */
  readonly refused?: { readonly exit: 2 | 3 | 4; readonly code: string }
  /** True where the header rightly tells of the trap, so that only the entries are the clean twin's. */
  readonly told?: boolean
  /** What is wrong with the program, for a row that it does not stand up to yet. */
  readonly defect?: string
  /** How the program is called: poison in the environment, another folder. */
  readonly call?: (stage: Stage) => RunOptions
}

type Answer = {
  readonly exits: readonly (number | null)[]
  readonly ledger: readonly string[]
  readonly text: string
  readonly shown: string
  readonly said: string
}

/** What verify, show and ledger check say; `saved` is a ledger of the undamaged history. */
const answerOf = (stage: Stage, saved: string, options: RunOptions = {}): Answer => {
  const file = join(stage.home, 'ledger.jsonl')
  const asked = [
    ['verify', 'HEAD', '--output', file],
    ['show', 'HEAD'],
    ['ledger', 'check', saved === '' ? file : saved],
  ]
  const ran = stage.answers(asked, options)
  return {
    exits: ran.map(({ status }) => status),
    ledger: linesOf(file),
    text: ran[0]?.stdout ?? '',
    shown: ran[1]?.stdout ?? '',
    said: ran.map(({ stderr }) => stderr).join(''),
  }
}

export const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1)

type Twin = Answer & { readonly file: string }

const twins = new Map<Vector['damage'], Twin>()

/** The clean twin, made once for each damage, and what the program says of it. */
const twinOf = (damage: Vector['damage']): Twin => {
  const known = twins.get(damage)
  if (known !== undefined) return known
  const saved = damage === undefined ? '' : twinOf(undefined).file
  const stage = setStage()
  damage?.(stage)
  const made = { ...answerOf(stage, saved), file: join(stage.home, 'ledger.jsonl') }
  twins.set(damage, made)
  return made
}

/** A refusal as the contract has it: exit code, code, message and hint, and no stack. */
export const expectRefusal = (ran: Ran, exit: number, code: string): void => {
  expect([ran.status, ran.stdout], ran.stderr).toEqual([exit, ''])
  expect(ran.stderr).toMatch(/^error: [^\n]+ \[[A-Z_]+\]\nhint: [^\n]+\n$/)
  expect(ran.stderr).toContain(`[${code}]`)
}

/** Nothing that a terminal or the log of a CI would obey. */
export const expectHarmless = (text: string): void => {
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(text).not.toMatch(/^\s*::|##\w*\[/m)
}

/** Whatever it says: in time, by an exit code of the contract, and not as our bug. */
export const expectSound = (ran: Ran): void => {
  expect([0, 1, 2, 3, 4], ran.stdout + ran.stderr).toContain(ran.status)
  expect(ran.stdout + ran.stderr).not.toMatch(/\n {4}at |bug in provenance/)
}

/** The program asked as a reader of somebody else's repository would ask it. */
const judge = (stage: Stage, { call, damage, exits = [0, 0, 0], refused, told = false }: Vector): void => {
  const options = call?.(stage) ?? {}
  const clean = twinOf(refused === undefined ? damage : undefined)
  if (refused !== undefined) {
    const asked = [['verify', 'HEAD'], ['show'], ['ledger', 'check', clean.file]]
    const [verified, shown, checked] = stage.answers(asked, options) as [Ran, Ran, Ran]
    for (const ran of [verified, shown]) expectRefusal(ran, refused.exit, refused.code)
    // A ledger names its commits in full, and so may be checked where names lead nowhere.
    if (checked.status !== 0) expectRefusal(checked, refused.exit, refused.code)
    return
  }
  const answer = answerOf(stage, twinOf(undefined).file, options)
  expect([clean.exits, answer.exits], answer.said).toEqual([exits, exits])
  expect(answer.shown).toBe(clean.shown)
  expect(entriesOf(answer.ledger, told)).toEqual(entriesOf(clean.ledger, told))
  if (!told) expect(answer.text).toBe(clean.text)
}

/** The lines, or the entries alone without their chaining, which begins at the header. */
const entriesOf = (lines: readonly string[], alone: boolean): readonly string[] =>
  alone ? lines.slice(1, -1).map((line) => line.replace(/"prev":"[0-9a-f]{64}"/, '')) : lines

const isLive = (stage: Stage, { live, call }: Vector, before: number): boolean => {
  if (live === null) return true
  const shown = typeof live === 'function' ? live(stage) : stage.run('git', live, call?.(stage))
  return shown === true || stage.runs() > before
}

const prove = (vector: Vector, more: Commands): void => {
  const stage = setStage()
  vector.damage?.(stage)
  vector.plant(stage)
  const before = stage.runs()
  judge(stage, vector)
  if (more.length > 0) for (const ran of stage.answers(more, vector.call?.(stage))) expectSound(ran)
  expect(stage.runs() - before, 'the canary ran').toBe(0)
  expect(isLive(stage, vector, before), 'the trap is live').toBe(true)
}

type Commands = readonly (readonly string[])[]

/** What a person may ask about the work tree that stands there, too. */
export const standing: Commands = [['status'], ['doctor']]

/**
 * A test for each row: the canary is quiet and the answer right; then, that the trap was live all the while. More commands
 * are run for the canary only.
 */
export const vectors = (what: string, table: readonly Vector[], more: Commands = []): void => {
  describe(what, () => {
    for (const vector of table) {
      if (vector.defect === undefined) test(vector.name, () => prove(vector, more))
      else test.fails(`${vector.name} (${vector.defect})`, () => prove(vector, more))
    }
  })
}
