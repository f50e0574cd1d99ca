import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCommit } from '../../src/core/commit/commit.js'

const oid = 'c'.repeat(40)
const tree = `tree ${'1'.repeat(40)}`
const author = 'author Jo Dev <jo@example.com> 1767323045 +0100'
const committer = 'committer Ann <ann@example.com> 1767323046 -0330'

const raw = (headers: readonly string[], message: string | Buffer = 'subject\n'): Buffer =>
  Buffer.concat([Buffer.from(`${headers.join('\n')}\n\n`), Buffer.from(message as string)])
const parsed = (headers: readonly string[], message?: string | Buffer) => parseCommit(oid, raw(headers, message))
const codes = (bytes: Buffer) =>
  parseCommit(oid, bytes).faults.map(({ code, args }) => [code, ...Object.values(args)].join(' '))

describe('a sound commit', () => {
  const parents = ['a'.repeat(40), 'b'.repeat(40)]
  const signature = '-----BEGIN SSH SIGNATURE-----\n\nU1NI\n-----END SSH SIGNATURE-----'
  const headers = [
    tree,
    ...parents.map((parent) => `parent ${parent}`),
    author,
    committer,
    `mergetag object ${'2'.repeat(40)}\n type commit\n tagger T <t@example.com> 1 +0000\n \n parent no header`,
    `gpgsig ${signature.replaceAll('\n', '\n ')}`,
    'HG:extra whatever\n tree of nothing',
  ]

  test('is read whole', () => {
    expect(parsed(headers, 'subject ü\n\nbody\n')).toEqual({
      oid,
      tree: '1'.repeat(40),
      parents,
      author: { name: 'Jo Dev', email: 'jo@example.com', date: 1767323045, zone: '+0100' },
      committer: { name: 'Ann', email: 'ann@example.com', date: 1767323046, zone: '-0330' },
      encoding: null,
      message: 'subject ü\n\nbody\n',
      ascii: false,
      signature: { kind: 'ssh', armor: signature },
      faults: [],
    })
  })

  test('may be a root, without a message, in SHA-256', () => {
    const root = parseCommit('d'.repeat(64), Buffer.from(`tree ${'1'.repeat(64)}\n${author}\n${committer}\n\n`))
    expect(root).toMatchObject({ tree: '1'.repeat(64), parents: [], message: '', signature: null, faults: [] })
  })

  test('tells signatures apart by their first line', () => {
    const kindOf = (line: string) => parsed([tree, author, committer, `gpgsig ${line}\n abc`]).signature?.kind
    expect(kindOf('-----BEGIN PGP SIGNATURE-----')).toBe('openpgp')
    expect(kindOf('-----BEGIN SIGNED MESSAGE-----')).toBe('x509')
    expect(kindOf('-----BEGIN SOMETHING-----')).toBe('unknown')
    const sha256 = 'gpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n abc'
    expect(parsed([tree, author, committer, sha256]).signature?.armor).toBe('-----BEGIN PGP SIGNATURE-----\nabc')
  })
})

describe('encodings', () => {
  const encoded = (name: string, bytes: readonly number[]) =>
    parseCommit(
      oid,
      Buffer.concat([
        Buffer.from(`${tree}\nauthor J`),
        Buffer.from(bytes),
        Buffer.from(` <j@example.com> 1 +0000\n${committer}\nencoding ${name}\n\n`),
        Buffer.from(bytes),
      ]),
    )
  for (const [name, bytes, text] of [
    ['UTF-8', [0xc3, 0xa9], 'é'],
    ['utf8', [0xc3, 0xa9], 'é'],
    ['ISO-8859-1', [0xe9, 0x85], 'é\u0085'],
    ['latin-1', [0xe9], 'é'],
    ['windows-1252', [0x80, 0x92, 0x9f, 0xe9], '€’Ÿé'],
    ['cp1252', [0x81, 0x8a], '\u0081Š'],
    ['ISO8859-15', [0xa4], '€'],
    ['Shift_JIS', [0x83, 0x65], 'テ'],
    ['GBK', [0xd6, 0xd0], '中'],
    ['CP932', [0x83, 0x65, 0x87, 0x40], 'テ①'],
    ['cp936', [0xd6, 0xd0], '中'],
    ['CP950', [0xa4, 0xa4], '中'],
    ['CP850', [0x82, 0xd5], 'éı'],
    ['IBM437', [0x82, 0xe4], 'éΣ'],
    // Valid UTF-8, but the header says otherwise.
    ['ISO-8859-1', [0xc3, 0xa9], 'Ã©'],
  ] as const) {
    test(`${name} ${Buffer.from(bytes).toString('hex')}`, () => {
      const commit = encoded(name, bytes)
      expect(commit).toMatchObject({ message: text, encoding: name, faults: [] })
      expect(commit.author.name).toBe(`J${text}`.trim())
    })
  }

  test('names nobody knows, and those that cannot hold a header, are read as Latin-1', () => {
    for (const name of ['klingon', 'UTF-16LE', 'utf-16', '', 'constructor', 'cp949']) {
      expect(encoded(name, [0xe9])).toMatchObject({ message: 'é', faults: [{ code: 'encoding-unknown' }] })
    }
  })

  test('bytes that are not in the encoding are replaced, and said once', () => {
    const commit = encoded('UTF-8', [0x61, 0xff])
    expect(commit.message).toBe('a\ufffd')
    expect(commit.faults.map(({ code }) => code)).toEqual(['encoding-invalid'])
    expect(codes(raw([tree, author, committer], Buffer.from([0xff])))).toEqual(['encoding-invalid'])
  })
})

describe('faults', () => {
  for (const [what, headers, expected] of [
    ['two authors', [tree, author, author, committer], ['header-duplicated author']],
    ['two trees', [tree, tree, author, committer], ['header-duplicated tree']],
    ['two signatures', [tree, author, committer, 'gpgsig a', 'gpgsig b'], ['header-duplicated gpgsig']],
    ['no tree', [author, committer], ['header-malformed tree']],
    ['a short tree', ['tree 12', author, committer], ['header-malformed tree']],
    ['the tree not first', [author, tree, committer], ['header-malformed tree']],
    ['a parent that is no name', [tree, 'parent HEAD', author, committer], ['header-malformed parent']],
    ['a parent below the author', [tree, author, `parent ${oid}`, committer], ['header-malformed parent']],
    ['no committer', [tree, author], ['header-malformed committer']],
    [
      'a thousand bad parents',
      [tree, ...Array<string>(1000).fill('parent x'), author, committer],
      ['header-malformed parent'],
    ],
  ] as const) {
    test(what, () => expect(codes(raw(headers))).toEqual(expected))
  }

  test('of two authors the first counts, as in git', () => {
    expect(parsed([tree, author, 'author Eve <e@example.com> 1 +0000', committer]).author.name).toBe('Jo Dev')
  })

  test('a parent that git does not see is none', () => {
    expect(parsed([tree, author, `parent ${oid}`, committer]).parents).toEqual([])
  })

  test('a NUL, wherever it stands', () => {
    expect(codes(raw([tree, author, committer], 'a\0b'))).toEqual(['nul-in-commit'])
    expect(codes(raw([tree, author.replace('Jo', 'J\0o'), committer]))).toContain('nul-in-commit')
  })

  test('bytes of any kind are never thrown at', () => {
    const piece = fc.constantFrom(
      'tree ',
      'parent ',
      'author ',
      'encoding ',
      '\n',
      ' ',
      '<',
      '>',
      'a'.repeat(40),
      '\0',
      'ü',
      '1',
      '+',
    )
    fc.assert(fc.property(fc.array(piece), (pieces) => void parseCommit(oid, Buffer.from(pieces.join('')))))
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseCommit(oid, Buffer.from(bytes))))
  })
})

describe('author lines that git reads though it would not write them', () => {
  for (const [line, identity] of [
    ['<jo@example.com> 1 +0000', { name: '', email: 'jo@example.com', date: 1, zone: '+0000' }],
    ['Jo <jo@example.com>', { name: 'Jo', email: 'jo@example.com', date: 0, zone: '+0000' }],
    ['Jo <jo@example.com> yesterday', { name: 'Jo', email: 'jo@example.com', date: 0, zone: '+0000' }],
    ['Jo <jo@example.com> -5 +0000', { name: 'Jo', email: 'jo@example.com', date: 0, zone: '+0000' }],
    ['Jo <jo@example.com>  12  +051800', { name: 'Jo', email: 'jo@example.com', date: 12, zone: '+051800' }],
    ['Jo <jo@example.com> <x@y> 12 +0000', { name: 'Jo', email: 'jo@example.com', date: 12, zone: '+0000' }],
    ['Jo <jo@example.com>> 12 +0000', { name: 'Jo', email: 'jo@example.com', date: 12, zone: '+0000' }],
    ['Jo jo@example.com', { name: 'Jo jo@example.com', email: '', date: 0, zone: '+0000' }],
    ['', { name: '', email: '', date: 0, zone: '+0000' }],
  ] as const) {
    test(JSON.stringify(line), () => {
      const commit = parsed([tree, `author ${line}`, committer])
      expect(commit.author).toEqual(identity)
      expect(commit.faults).toEqual([{ code: 'header-malformed', args: { header: 'author' } }])
    })
  }

  test('an empty name with its blank is what git writes', () => {
    expect(parsed([tree, 'author  <jo@example.com> 1 +0000', committer])).toMatchObject({
      author: { name: '', email: 'jo@example.com' },
      faults: [],
    })
  })
})
