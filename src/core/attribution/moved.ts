import { bare, isTelling } from './lines.js'
import { resembles } from './resemble.js'
import type { Proposal } from './state.js'

/** What a person's hand took out of one file, and what that file has of a person's own. */
export type Loose = {
  /** Agents' lines that were dropped, in the order in which they went. */
  readonly dropped: readonly Proposal[]
  /** Lines that the commit adds and that are nobody's proposal, each at its place in the file; undefined for the others. */
  readonly own: readonly (string | undefined)[]
  /** Lines of a person's own that an agent took away again, in the order in which they went. */
  readonly taken: readonly string[]
}

/** A dropped line: the file it went from, and its place among those dropped there. */
type Source = { readonly file: number; readonly at: number }

/**
 * An agent's line that was dropped in one file and stands in another one, at `place` of what is that one's own; without a place
 * where an agent took it away there.
 */
export type Moved = {
  readonly proposal: Proposal
  readonly edited: boolean
  readonly source: Source
  readonly file: number
  readonly place: number | null
}

/** A line of this many characters is recognised in another file by itself; a shorter one only beside others of its block. */
const longEnough = 20

/**
 * Agents' lines that a person moved from one file of a commit to another: they stand in the commit, and are kept
 * (spec, section 2). Recognised are blocks: lines equal to dropped ones, in their order, with at least two lines that tell
 * something or a long one; beside these a brace and its like, and a line that still resembles the one that stood there.
 */
export const movedBetween = (files: readonly Loose[]): readonly Moved[] => {
  const came = files.map(({ own, taken }) => (taken.length === 0 ? own : [...own, undefined, ...taken]))
  const table: Table = { files, came, byText: telling(files), used: new Set() }
  return files.flatMap(({ own }, file) =>
    movedInto(table, file).map((one) => (one.place < own.length ? one : { ...one, place: null })),
  )
}

type Table = {
  readonly files: readonly Loose[]
  /** Of each file what may have come from another: its own lines, and behind a gap those that were taken. */
  readonly came: readonly Loose['own'][]
  readonly byText: ReadonlyMap<string, Sources>
  /** Dropped lines that were found again, as `file/at`. */
  readonly used: Set<string>
}

/** Where a line was dropped; those before `from` were all found again. */
type Sources = { readonly all: Source[]; from: number }

const telling = (files: readonly Loose[]): ReadonlyMap<string, Sources> => {
  const byText = new Map<string, Sources>()
  files.forEach(({ dropped }, file) => {
    dropped.forEach(({ text }, at) => {
      const key = bare(text)
      if (!isTelling(key)) return
      const known = byText.get(key)
      if (known === undefined) byText.set(key, { all: [{ file, at }], from: 0 })
      else known.all.push({ file, at })
    })
  })
  return byText
}

const nameOf = ({ file, at }: Source) => `${file}/${at}`

/** A line of the file with the dropped line it was. */
type Match = { readonly place: number; readonly source: Source; readonly edited: boolean }

const movedInto = (table: Table, file: number): readonly (Moved & { readonly place: number })[] => {
  const own = table.came[file] ?? []
  const moved: (Moved & { readonly place: number })[] = []
  let start = 0
  for (let place = 0; place < own.length; place += 1) {
    const block = blockAt(table, { file, start }, place)
    if (block.length === 0) continue
    for (const { source, edited, place: at } of block) {
      table.used.add(nameOf(source))
      const proposal = table.files[source.file]?.dropped[source.at]
      if (proposal !== undefined) moved.push({ proposal, edited, source, file, place: at })
    }
    place = block.at(-1)?.place ?? place
    start = place + 1
  }
  return moved
}

/** As many places are tried where a line was dropped that stands here: a text with one line a thousand times costs no more. */
const maxTried = 8

/** A file's own lines from `start` on; those before it are dealt with. */
type Rest = { readonly file: number; readonly start: number }

/** The longest block of dropped lines that holds the line at this place; none where it tells too little. */
const blockAt = (table: Table, rest: Rest, place: number): readonly Match[] => {
  const text = table.came[rest.file]?.[place]
  const sources = text === undefined ? undefined : table.byText.get(bare(text))
  if (sources === undefined) return []
  const blocks = free(table, rest, sources).map((source) => grown(table, rest, { place, source, edited: false }))
  const longest = blocks.reduce<readonly Match[]>((best, one) => (one.length > best.length ? one : best), [])
  return tellsEnough(table, rest.file, longest) ? longest : []
}

const free = ({ used }: Table, { file }: Rest, sources: Sources): readonly Source[] => {
  const isUsed = (source: Source | undefined) => source !== undefined && used.has(nameOf(source))
  while (isUsed(sources.all[sources.from])) sources.from += 1
  const found: Source[] = []
  for (let at = sources.from; at < sources.all.length && found.length < maxTried; at += 1) {
    const source = sources.all[at]
    if (source !== undefined && source.file !== file && !isUsed(source)) found.push(source)
  }
  return found
}

const grown = (table: Table, rest: Rest, match: Match): readonly Match[] => [
  ...beside(table, rest, match, -1).toReversed(),
  match,
  ...beside(table, rest, match, 1),
]

/** As many lines in a row may be edits. */
const maxEdits = 3

const beside = (table: Table, { file, start }: Rest, from: Match, step: 1 | -1): readonly Match[] => {
  const found: Match[] = []
  let edits = 0
  for (let far: number = step; ; far += step) {
    const [place, source] = [from.place + far, { file: from.source.file, at: from.source.at + far }]
    const text = place < start ? undefined : table.came[file]?.[place]
    const dropped = table.files[source.file]?.dropped[source.at]
    if (text === undefined || dropped === undefined || table.used.has(nameOf(source))) break
    const edited = bare(text) !== bare(dropped.text)
    if (edited && !resembles(bare(dropped.text), bare(text))) break
    edits = edited ? edits + 1 : 0
    if (edits > maxEdits) break
    found.push({ place, source, edited })
  }
  return found
}

const tellsEnough = (table: Table, file: number, block: readonly Match[]): boolean => {
  const same = block
    .filter(({ edited }) => !edited)
    .map(({ place }) => bare(table.came[file]?.[place] ?? ''))
    .filter(isTelling)
  return same.length >= 2 || same.some((line) => line.length >= longEnough)
}
