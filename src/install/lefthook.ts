import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isScalar, parseDocument } from 'yaml'
import { ProvenanceError } from '../core/errors.js'
import { seeText } from '../core/file-hints.js'
import { withLines, withoutLines } from './lefthook-lines.js'
import { type HookManager, hookNames, toldHooks } from './manager.js'
import { notAsExpected } from './not-as-expected.js'
import { shimCommand, shimMark } from './shim.js'

const command = 'commit-provenance'

/**
 * `{0}` stands for all of a hook's arguments; what git tells a hook on standard input is handed on where that is asked for (lefthook
 * 2, configuration). A command is passed over where the hook's `files` or `exclude` leave it no file, and before a push where the
 * commits change none (build_command.go): ours names a list of its own, the file that it stands in, so written that no `*.yml` is it.
 */
const entryFor = (hook: string, path: string) => ({
  run: `${shimCommand(hook, '{0}')} # {files}`,
  files: `echo ${[first, ...rest].findLast((name) => path.endsWith(`/${name}`)) ?? first}/.`,
  ...(toldHooks.has(hook) ? { use_stdin: true } : {}),
})

type Parsed = Document.Parsed

const parsed = (path: string, text: string): Parsed => {
  const document = parseDocument(text)
  // A document that is marked and says nothing.
  if (isScalar(document.contents) && document.contents.value === null) document.contents = null
  if (document.errors.length === 0 && (document.contents === null || isMap(document.contents))) return document
  throw notAsExpected(path, 'a YAML map')
}

const placeOf = (hook: string): readonly string[] => [hook, 'commands', command]

/** The text changed line by line where that says what the document says, else as the document is written: in flow style, or where a hook is null. */
const asText = (lines: string, { document, text }: { readonly document: Parsed; readonly text: string }): string => {
  const read = parseDocument(lines)
  if (read.errors.length === 0 && isDeepStrictEqual(read.toJS() ?? {}, document.toJS() ?? {})) return lines
  const written = document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) })
  return text.includes('\r\n') ? written.replace(/\r?\n/g, '\r\n') : written
}

type Entry = { readonly hook: string; readonly path: string }

/** A hook, or its commands, that somebody named and left empty is a map for ours. */
const setEntry = (document: Parsed, { hook, path }: Entry): void => {
  for (const place of [[hook], [hook, 'commands']]) {
    const there = document.getIn(place)
    if (there === null) document.setIn(place, document.createNode({}))
    else if (there !== undefined && !isMap(there)) throw notAsExpected(path, `a map under ${place.join('.')}`)
  }
  document.setIn(placeOf(hook), document.createNode(entryIn(document, { hook, path })))
}

/** What a person put beside ours is theirs. */
const entryIn = (document: Document, { hook, path }: Entry): Readonly<Record<string, unknown>> => {
  const there = document.getIn(placeOf(hook))
  return { ...(isMap(there) ? (there.toJSON() as object) : {}), ...entryFor(hook, path) }
}

const isEntered = (document: Document, entry: Entry): boolean => {
  const there = document.getIn(placeOf(entry.hook))
  return isMap(there) && isDeepStrictEqual(there.toJSON(), entryIn(document, entry))
}

const removeEntry = (document: Parsed, hook: string): void => {
  document.deleteIn(placeOf(hook))
  for (const place of [[hook, 'commands'], [hook]]) {
    const left = document.getIn(place)
    if (isMap(left) && left.items.length === 0) document.deleteIn(place)
  }
}

const named = (name: string): readonly string[] =>
  ['.yml', '.yaml', '.json', '.jsonc', '.toml'].flatMap((end) =>
    ['', '.', '.config/'].map((before) => `${before}${name}${end}`),
  )

/** The first of these is the only one that lefthook reads (lefthook 2.2.2, found by trying). */
const locals = named('lefthook-local')
const [first = '', ...rest] = locals.filter((name) => /ya?ml$/.test(name))

/** A local file of ours beside a person's would hide theirs: theirs is taken, where it is YAML. */
const choose = (isThere: (file: string) => boolean): readonly string[] => {
  const theirs = locals.find(isThere)
  if (theirs === undefined) return [first]
  if (/ya?ml$/.test(theirs)) return [theirs]
  throw new ProvenanceError('CONFIG_INVALID', `${theirs}: expected a local file in YAML, for lefthook reads only one`, {
    // YAML reads JSON.
    hint: theirs.endsWith('.json') ? `mv ${theirs} ${theirs.replace(/json$/, 'yml')}` : seeText(theirs),
  })
}

/** lefthook 2: the clone's own `lefthook-local.yml`, which is laid over the team's file and need not be committed. */
export const lefthook: HookManager = {
  name: 'lefthook',
  files: [first, ...rest],
  choose,
  add: (path, given) => {
    const text = given ?? ''
    const document = parsed(path, text)
    const missing = hookNames.filter((hook) => !isEntered(document, { hook, path }))
    if (missing.length === 0) return text
    for (const hook of missing) setEntry(document, { hook, path })
    const places = missing.map(placeOf)
    const entries = places.map((place) => ({ place, value: document.getIn(place) }))
    return asText(entries.reduce(withLines, places.reduce(withoutLines, text)), { document, text })
  },
  remove: (path, text) => {
    if (!text.includes(shimMark)) return text
    const document = parsed(path, text)
    const ours = hookNames.filter((hook) => document.hasIn(placeOf(hook)))
    for (const hook of ours) removeEntry(document, hook)
    const left = asText(ours.map(placeOf).reduce(withoutLines, text), { document, text })
    return left.trim() === '' || left.trim() === '{}' ? null : left
  },
  conditionsOf: (hook, read) =>
    [...named('lefthook'), ...locals].flatMap((file) => {
      const there = parseDocument(read(file) ?? '')
      return ['skip', 'only'].filter((key) => there.hasIn([hook, key])).map((key) => `${key} in ${file}`)
    }),
  followUp: 'npx lefthook install',
  // Its hooks find nothing of ours to run then, and succeed.
  farewell: () => null,
}
