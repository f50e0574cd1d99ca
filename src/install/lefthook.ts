import { isMap, parseDocument } from 'yaml'
import { ProvenanceError } from '../core/errors.js'
import { type HookManager, hookNames, toldHooks } from './manager.js'
import { shimCommand, shimMark } from './shim.js'

const command = 'commit-provenance'

/** `{0}` stands for all of a hook's arguments; what git tells a hook on standard input is handed on where that is asked for (lefthook 2, configuration). */
const entryFor = (hook: string) => ({
  run: shimCommand(hook, '{0}'),
  ...(toldHooks.has(hook) ? { use_stdin: true } : {}),
})

const parsed = (path: string, text: string) => {
  const document = parseDocument(text)
  if (document.errors.length === 0 && (document.contents === null || isMap(document.contents))) return document
  throw new ProvenanceError(
    'CONFIG_INVALID',
    `${path}: expected a YAML map, got something else; it was left as it is`,
    {
      hint: `cat ${path}`,
    },
  )
}

/** The first of these is the only one that lefthook reads (lefthook 2.2.2, found by trying). */
const locals = ['.yml', '.yaml', '.json', '.jsonc', '.toml'].flatMap((end) =>
  ['lefthook-local', '.lefthook-local', '.config/lefthook-local'].map((name) => `${name}${end}`),
)
const [first = '', ...rest] = locals.filter((name) => /ya?ml$/.test(name))

/** A local file of ours beside a person's would hide theirs: theirs is taken, where it is YAML. */
const choose = (isThere: (file: string) => boolean): readonly string[] => {
  const theirs = locals.find(isThere)
  if (theirs === undefined) return [first]
  if (/ya?ml$/.test(theirs)) return [theirs]
  throw new ProvenanceError('CONFIG_INVALID', `${theirs}: expected a local file in YAML, for lefthook reads only one`, {
    // YAML reads JSON.
    hint: theirs.endsWith('.json') ? `mv ${theirs} ${theirs.replace(/json$/, 'yml')}` : `cat ${theirs}`,
  })
}

/** lefthook 2: the clone's own `lefthook-local.yml`, which is laid over the team's file and need not be committed. */
export const lefthook: HookManager = {
  name: 'lefthook',
  files: [first, ...rest],
  choose,
  add: (path, text) => {
    const document = parsed(path, text ?? '')
    const missing = hookNames.filter((hook) => !document.hasIn([hook, 'commands', command]))
    if (missing.length === 0) return text ?? ''
    for (const hook of missing) document.setIn([hook, 'commands', command], entryFor(hook))
    return document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text ?? '') })
  },
  remove: (path, text) => {
    if (!text.includes(shimMark)) return text
    const document = parsed(path, text)
    for (const hook of hookNames) {
      document.deleteIn([hook, 'commands', command])
      for (const place of [[hook, 'commands'], [hook]]) {
        const left = document.getIn(place)
        if (isMap(left) && left.items.length === 0) document.deleteIn(place)
      }
    }
    const left = document.contents
    return isMap(left) && left.items.length > 0
      ? document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) })
      : null
  },
  followUp: 'npx lefthook install',
  // Its hooks find nothing of ours to run then, and succeed.
  farewell: () => null,
}
