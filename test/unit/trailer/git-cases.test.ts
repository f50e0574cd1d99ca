import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { parseTrailers } from '../../../src/core/trailer/parse.js'

/**
 * The situations of git's own tests for trailers (t7513-interpret-trailers, t4205-log-pretty-formats, git 2.39), made again by
 * hand, with what git reads in each. git itself is asked too, so that no expectation here can be wrong.
 */
const cases: Readonly<Record<string, readonly [message: string, trailers: readonly string[]]>> = {
  'a basic message': ['subject\n\nbody\n\nacked-by: A\nreviewed-by: B\n', ['acked-by: A', 'reviewed-by: B']],
  'a subject alone': ['subject\n', []],
  'an empty message': ['', []],
  'a trailer as the subject': ['fix: the parser\n', []],
  'a trailer right under the subject': ['subject\nacked-by: A\n', []],
  'trailers without a body': ['subject\n\nacked-by: A\n', ['acked-by: A']],
  'no newline at the end': ['subject\n\nacked-by: A', ['acked-by: A']],
  'several newlines at the end': ['subject\n\nacked-by: A\n\n\n', ['acked-by: A']],
  'blank lines above the subject': ['\n\nsubject\n\nacked-by: A\n', ['acked-by: A']],
  'blank lines with blanks around the block': ['subject\n \nacked-by: A\n \n', ['acked-by: A']],
  'a value over two lines': [
    'subject\n\nfixed: first\n  second\nacked-by: A\n',
    ['fixed: first second', 'acked-by: A'],
  ],
  'a value over many lines, with tabs': ['subject\n\nfixed: a\n\tb\n   c\n', ['fixed: a b c']],
  'a folded line first in the block': ['subject\n\n  folded\nacked-by: A\n', []],
  'blanks before the separator': ['subject\n\nacked-by : A\n', ['acked-by: A']],
  'no blank after the separator': ['subject\n\nacked-by:A\n', ['acked-by: A']],
  'an empty value': ['subject\n\nacked-by:\nreviewed-by: B\n', ['acked-by: ', 'reviewed-by: B']],
  'a key with a blank in it': ['subject\n\nacked by: A\n', []],
  'a key with digits and dashes': ['subject\n\nbug-42: A\n', ['bug-42: A']],
  'a key with an underscore': ['subject\n\nacked_by: A\n', []],
  'a value with a colon': ['subject\n\nlink: https://example.com/a:b\n', ['link: https://example.com/a:b']],
  'a web address alone': ['subject\n\nhttps://example.com\n', ['https: //example.com']],
  'comments in the block': ['subject\n\nacked-by: A\n# a comment\nreviewed-by: B\n', ['acked-by: A', 'reviewed-by: B']],
  'comments below the block': ['subject\n\nacked-by: A\n\n# a comment\n#\n', ['acked-by: A']],
  'a comment like a trailer': ['subject\n\n# acked-by: A\n', []],
  'a list of conflicts below': ['subject\n\nacked-by: A\n\nConflicts:\n\tfile.c\n', ['acked-by: A']],
  'only trailers and one other line': ['subject\n\nacked-by: A\nnot one\n', []],
  'a line of git’s own among others, a quarter': [
    'subject\n\nSigned-off-by: A\none\ntwo\nthree\n',
    ['Signed-off-by: A'],
  ],
  'a line of git’s own among others, less': ['subject\n\nSigned-off-by: A\none\ntwo\nthree\nfour\n', []],
  'a cherry pick’s line among others': [
    'subject\n\n(cherry picked from commit 1234567)\nacked-by: A\nnot one\n',
    ['acked-by: A'],
  ],
  'a cherry pick’s line alone': ['subject\n\n(cherry picked from commit 1234567)\n', []],
  'a block in the middle': ['subject\n\nacked-by: A\n\nand more words\n', []],
  'two blocks': ['subject\n\nacked-by: A\n\nreviewed-by: B\n', ['reviewed-by: B']],
  'a line of dashes above': ['subject\n\nbody\n---\n\nacked-by: A\n', ['acked-by: A']],
  'a line of dashes below': ['subject\n\nacked-by: A\n---\n file.c | 1 +\n', []],
  'line ends of Windows': ['subject\r\n\r\nacked-by: A\r\nreviewed-by: B\r\n', ['acked-by: A', 'reviewed-by: B']],
  'the same key twice': ['subject\n\nacked-by: A\nacked-by: B\n', ['acked-by: A', 'acked-by: B']],
  'keys in capitals': ['subject\n\nACKED-BY: A\n', ['ACKED-BY: A']],
  'a folded value that looks like a trailer': ['subject\n\nfixed: a\n acked-by: A\n', ['fixed: a acked-by: A']],
}

const git = (message: string): readonly string[] => {
  const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
  const who = 'A <a@example.com> 1767323045 +0000'
  const dir = spawnSync('sh', ['-c', 'd=$(mktemp -d) && git init -q --bare "$d" && echo "$d"'], {
    encoding: 'utf8',
    env: hermetic,
  }).stdout.trim()
  const run = (args: readonly string[], input = '') =>
    spawnSync('git', ['--git-dir', dir, ...args], { input, encoding: 'utf8', env: hermetic })
  run(['hash-object', '-w', '-t', 'tree', '--stdin'])
  const oid = run(
    ['hash-object', '-w', '-t', 'commit', '--stdin'],
    `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\n${message}`,
  ).stdout.trim()
  const { stdout } = run(['log', '-1', '--format=%(trailers:only,unfold)', oid])
  spawnSync('rm', ['-r', dir])
  return stdout
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line !== '')
}

const hermetic = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

for (const [name, [message, trailers]] of Object.entries(cases))
  test(name, () => {
    expect(git(message)).toEqual(trailers)
    expect(parseTrailers(message).map(({ key, value }) => `${key}: ${value}`)).toEqual(trailers)
  })
