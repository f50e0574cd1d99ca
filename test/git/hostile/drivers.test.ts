import { type Vector, vectors } from './vector.js'

/** A row for keys of the driver `x`, which `.gitattributes` of the model, or else info/attributes, gives to every text. */
const driver = (name: string, live: Vector['live'], { everywhere = false } = {}): Vector => ({
  name: everywhere ? `${name}, by info/attributes` : name,
  plant: ({ config, canary, write }) => {
    config(name, canary)
    if (everywhere) write('.git/info/attributes', '* diff=x filter=x merge=x\n')
  },
  live,
})

const touched =
  (...args: string[]): Vector['live'] =>
  (stage) => {
    stage.write('start.txt', 'one\nchanged by hand\nthree\n')
    stage.run('git', args)
  }

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

const spread = { everywhere: true }

vectors('drivers that attributes call', [
  driver('diff.x.command', ['diff', 'v1', 'HEAD']),
  driver('diff.x.textconv', ['log', '-p']),
  driver('diff.x.command', ['diff', emptyTree, 'HEAD', '--', '.gitattributes'], spread),
  driver('diff.x.textconv', ['log', '-p', '--', '.gitattributes'], spread),
  driver('filter.x.clean', touched('diff')),
  driver('filter.x.smudge', ['cat-file', '--filters', 'HEAD:start.txt']),
  driver('filter.x.process', ['cat-file', '--filters', 'HEAD:start.txt']),
  driver('filter.x.clean', touched('add', '-A'), spread),
  driver('filter.x.smudge', ['cat-file', '--filters', 'HEAD:.gitattributes'], spread),
  driver('filter.x.process', ['cat-file', '--filters', 'HEAD:.gitattributes'], spread),
  driver('merge.x.driver', ['merge', 'side']),
])

/** Nothing here runs a program; each changes what a diff looks like, and so could change whether a record is bound. */
const answer = (name: string, more: Readonly<Record<string, string>>, attributes = ''): Vector => ({
  name,
  plant: ({ config, write }) => {
    for (const [key, value] of Object.entries(more)) config(key, value)
    if (attributes !== '') write('.git/info/attributes', attributes)
  },
  live: null,
})

vectors('settings that change what history looks like', [
  answer('prefixes, context, order', {
    'diff.noprefix': 'true',
    'diff.mnemonicPrefix': 'true',
    'diff.context': '0',
    'diff.interHunkContext': '9',
    'diff.algorithm': 'histogram',
    'diff.suppressBlankEmpty': 'true',
    'diff.relative': 'true',
    'diff.renames': 'copies',
    'diff.submodule': 'log',
    'color.ui': 'always',
    'color.diff': 'always',
  }),
  answer('encodings and names', {
    'i18n.logOutputEncoding': 'UTF-16',
    'i18n.commitEncoding': 'UTF-16',
    'core.quotePath': 'false',
    'core.abbrev': '5',
    'core.ignoreCase': 'true',
    'core.bigFileThreshold': '1',
    'core.warnAmbiguousRefs': 'false',
    'log.follow': 'true',
    'log.date': 'relative',
    'trailer.separators': '#',
    'core.commentChar': 'A',
  }),
  answer('everything binary', { 'diff.x.binary': 'true' }, '* -diff -text binary\n'),
  answer('a diff driver that calls all binary', { 'diff.x.binary': 'true' }, '* diff=x\n'),
  answer('hunk headers by a broken pattern', { 'diff.x.xfuncname': '(' }, '* diff=x\n'),
  answer('hunk headers by a broken pattern of an odd driver', { 'diff.a=b.funcname': '\\(' }, '* diff=a=b\n'),
  answer(
    'end of line conversion',
    { 'core.autocrlf': 'true', 'core.eol': 'crlf' },
    '* text eol=crlf ident working-tree-encoding=UTF-16\n',
  ),
  {
    ...answer('a setting that is neither true nor false', { 'core.bare': 'perhaps' }),
    refused: { exit: 2, code: 'GIT_FAILED' },
  },
  {
    ...answer('a format from the future', { 'core.repositoryFormatVersion': '99' }),
    refused: { exit: 2, code: 'GIT_FAILED' },
  },
])
