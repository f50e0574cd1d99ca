import { createPublicKey, generateKeyPairSync, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dsse } from '@sigstore/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, sha256 } from '../../src/core/canonical.js'
import { agentWrites } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'

type Envelope = { payloadType: string; payload: string; signatures: { keyid: string; sig: string }[] }

let bench: Workbench
const at = (name: string) => join(bench.home, name)
const envelopeOf = (name: string) => JSON.parse(readFileSync(`${at(name)}.dsse.json`, 'utf8')) as Envelope

beforeAll(() => {
  bench = workbench()
  agentWrites(bench)
  bench.git('commit', '-qam', 'Recorded')
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(at('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(at('key.pub.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  const other = generateKeyPairSync('ed25519').publicKey
  writeFileSync(at('other.pub.pem'), other.export({ type: 'spki', format: 'pem' }))
  for (const name of ['ssh-key', 'ssh-other']) {
    bench.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', at(name)])
    writeFileSync(
      at(`${name}.signers`),
      `jo@example.com namespaces="commit-provenance-ledger" ${readFileSync(at(`${name}.pub`), 'utf8')}`,
    )
  }
})
afterAll(() => bench.remove())

const check = (name: string, ...words: string[]) =>
  bench.provenance(['ledger', 'check', at(name), '--offline', ...words])

describe('a ledger signed by an Ed25519 key', () => {
  beforeAll(() => {
    const ran = bench.provenance(['verify', 'HEAD', '--output', at('one.jsonl'), '--sign', at('key.pem')])
    expect(ran.status).toBe(0)
  })

  test('an implementation that is not ours verifies the envelope, and the statement names the ledger’s bytes', () => {
    const { payloadType, payload, signatures } = envelopeOf('one.jsonl')
    expect(payloadType).toBe('application/vnd.in-toto+json')
    const encoded = dsse.preAuthEncoding(payloadType, Buffer.from(payload, 'base64'))
    const key = createPublicKey(readFileSync(at('key.pub.pem')))
    expect(verifyBytes(null, encoded, key, Buffer.from(signatures[0]?.sig ?? '', 'base64'))).toBe(true)
    const statement = JSON.parse(Buffer.from(payload, 'base64').toString())
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'one.jsonl', digest: { sha256: sha256(readFileSync(at('one.jsonl'))) } }],
      predicate: { population: 2, counts: { total: 2, recorded: 1, unknown: 1 }, verdict: 'pass', after: null },
    })
    writeFileSync(at('statement.json'), JSON.stringify(statement))
    expect(bench.provenance(['validate', at('statement.json')]).status).toBe(0)
    expect(bench.provenance(['validate', `${at('one.jsonl')}.dsse.json`]).stdout).toContain('a valid statement')
  })

  test('checks with its key, and with no other', () => {
    expect(check('one.jsonl', '--public-key', at('key.pub.pem'))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('signature'),
    })
    expect(check('one.jsonl', '--public-key', at('other.pub.pem'))).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('not made by this key'),
    })
    const other = check('one.jsonl', '--public-key', at('ssh-key.pub'))
    expect([other.status, other.stdout]).toEqual([3, expect.stringContaining('not a signature of SSH')])
    const none = check('one.jsonl', '--public-key', at('ssh-key.signers'))
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('expected a public key, Ed25519 in PEM or')])
    expect(none.stderr).toContain(`hint: head -n 1 ${at('ssh-key.signers')}`)
  })

  test('signed again the bytes are the same, and another ledger’s signature does not fit', () => {
    const before = readFileSync(`${at('one.jsonl')}.dsse.json`, 'utf8')
    expect(bench.provenance(['ledger', 'sign', at('one.jsonl'), '--key', at('key.pem')]).stdout).toMatch(
      /signed by SHA256:/,
    )
    expect(readFileSync(`${at('one.jsonl')}.dsse.json`, 'utf8')).toBe(before)
    bench.provenance(['verify', 'HEAD', '--first-parent', '--output', at('two.jsonl')])
    const ran = check('two.jsonl', '--public-key', at('key.pub.pem'), '--signature', `${at('one.jsonl')}.dsse.json`)
    expect([ran.status, ran.stdout]).toEqual([3, expect.stringContaining('expected the bytes with SHA-256')])
    expect(check('two.jsonl', '--public-key', at('key.pub.pem'))).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('found none'),
    })
  })

  test('no change of payload, type or signature passes', () => {
    const sound = envelopeOf('one.jsonl')
    const [signature = { keyid: '', sig: '' }] = sound.signatures
    const spoilt = (text: string, position: number) =>
      `${text.slice(0, position)}${text[position] === 'A' ? 'B' : 'A'}${text.slice(position + 1)}`
    const cases: unknown[] = [
      {},
      [],
      { ...sound, payloadType: 'text/plain' },
      { ...sound, signatures: [] },
      { ...sound, signatures: [{ ...signature, sig: '' }] },
      ...[0, 40, 200].map((position) => ({ ...sound, payload: spoilt(sound.payload, position) })),
      ...[0, 20, 60].map((position) => ({
        ...sound,
        signatures: [{ ...signature, sig: spoilt(signature.sig, position) }],
      })),
    ]
    for (const envelope of cases) {
      writeFileSync(at('spoilt.json'), JSON.stringify(envelope))
      const ran = check('one.jsonl', '--public-key', at('key.pub.pem'), '--signature', at('spoilt.json'))
      expect([ran.status, ran.stderr]).toEqual([3, ''])
    }
  })
})

describe('a statement signed by the ledger’s key that says something else than the ledger', () => {
  type Said = { subject: { name: string }[]; predicate: Record<string, unknown> }
  const said = (change: (statement: Said) => void, write = (statement: Said): string => canonicalJson(statement)) => {
    const sound = envelopeOf('one.jsonl')
    const statement = JSON.parse(Buffer.from(sound.payload, 'base64').toString()) as Said
    change(statement)
    const payload = Buffer.from(write(statement))
    const key = readFileSync(at('key.pem'))
    const sig = signBytes(null, dsse.preAuthEncoding(sound.payloadType, payload), key).toString('base64')
    const envelope = { ...sound, payload: payload.toString('base64'), signatures: [{ keyid: '', sig }] }
    writeFileSync(at('said.json'), JSON.stringify(envelope))
    return check('one.jsonl', '--public-key', at('key.pub.pem'), '--signature', at('said.json'))
  }

  test.each([
    ['verdict', 'fail'],
    ['counts', { total: 2, attested: 2 }],
    ['population', 1],
    ['range', { from: null, to: '0'.repeat(40) }],
    ['policy', '0'.repeat(64)],
    ['flags', ['shallow']],
    ['after', '0'.repeat(64)],
    ['tool', 'another 1.0'],
    ['ledger', 'another'],
  ])('%s', (field, value) => {
    const { status, stdout } = said(({ predicate }) => Object.assign(predicate, { [field]: value }))
    expect([status, stdout]).toEqual([3, expect.stringContaining(`predicate.${field}: expected what the ledger says`)])
  })

  test('one thing to who reads the first of two fields, another to who reads the last', () => {
    const twice = (statement: Said) =>
      canonicalJson(statement).replace('"verdict":"pass"', '"verdict":"fail","verdict":"pass"')
    const { status, stdout } = said(() => {}, twice)
    expect([status, stdout]).toEqual([3, expect.stringContaining('expected a statement in canonical JSON')])
  })

  test('but the name that the file had, and the bytes as they were', () => {
    expect(said(() => {}).status).toBe(0)
    expect(said(({ subject }) => Object.assign(subject[0] ?? {}, { name: 'v1.jsonl' })).status).toBe(0)
  })
})

describe('a ledger signed by a key of SSH', () => {
  beforeAll(() => {
    bench.provenance(['verify', 'HEAD', '--output', at('ssh.jsonl')])
    expect(bench.provenance(['ledger', 'sign', at('ssh.jsonl'), '--key', at('ssh-key')]).status).toBe(0)
  })

  test('checks against allowed signers, by ssh-keygen too', () => {
    expect(check('ssh.jsonl', '--allowed-signers', at('ssh-key.signers')).status).toBe(0)
    expect(check('ssh.jsonl', '--allowed-signers', at('ssh-other.signers'))).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('whom the allowed signers do not name'),
    })
    expect(check('ssh.jsonl', '--public-key', at('ssh-key.pub')).status).toBe(0)
    expect(check('ssh.jsonl', '--public-key', at('ssh-other.pub'))).toMatchObject({
      status: 3,
      stdout: expect.stringContaining('and not made by this key'),
    })
    const { payloadType, payload, signatures } = envelopeOf('ssh.jsonl')
    const armor = (signatures[0]?.sig ?? '').replace(/.{1,70}/g, '$&\n')
    writeFileSync(at('sig'), `-----BEGIN SSH SIGNATURE-----\n${armor}-----END SSH SIGNATURE-----\n`)
    writeFileSync(at('pae'), dsse.preAuthEncoding(payloadType, Buffer.from(payload, 'base64')))
    const command = `ssh-keygen -Y verify -f '${at('ssh-key.signers')}' -I jo@example.com -n commit-provenance-ledger -s '${at('sig')}' <'${at('pae')}'`
    expect(bench.run('sh', ['-c', command]).status).toBe(0)
  })

  test('a signature made for commits does not stand for one of a ledger', () => {
    writeFileSync(at('git.signers'), `jo@example.com namespaces="git" ${readFileSync(at('ssh-key.pub'), 'utf8')}`)
    expect(check('ssh.jsonl', '--allowed-signers', at('git.signers')).status).toBe(3)
  })
})

/** What a check in the repository says, as `--json`. */
const checkWhole = (name: string, ...words: string[]) => {
  const { status, stdout } = bench.provenance(['ledger', 'check', at(name), '--json', ...words])
  const { checked, needed, breaks } = JSON.parse(stdout) as Record<'checked' | 'needed', string[]> & {
    breaks: object[]
  }
  return { status, checked, needed, breaks }
}

describe('one option for the signers of commits and of the ledger', () => {
  const of = { release: () => at('ssh-key.signers'), developers: () => at('ssh-other.signers') }

  test('a ledger made without signers is held against those of the ledger, and its commits against none', () => {
    bench.provenance(['verify', 'HEAD', '--output', at('alone.jsonl'), '--sign', at('ssh-key')])
    for (const option of ['--allowed-signers', '--ledger-signers'])
      expect(checkWhole('alone.jsonl', option, of.release())).toEqual({
        status: 0,
        needed: [],
        breaks: [],
        checked: ['chain', 'counts', 'signature', 'history', 'policy'],
      })
    rmSync(`${at('alone.jsonl')}.dsse.json`)
    for (const option of ['--allowed-signers', '--ledger-signers'])
      expect(checkWhole('alone.jsonl', option, of.release())).toMatchObject({
        status: 3,
        breaks: [{ what: expect.stringContaining('found none') }],
      })
    expect(checkWhole('alone.jsonl')).toMatchObject({ status: 0, needed: [] })
  })

  test('a ledger made with signers of commits is held against both, and says what was not given', () => {
    const made = ['--allowed-signers', of.developers(), '--valid-at', '2026-06-01']
    bench.provenance(['verify', 'HEAD', ...made, '--output', at('both.jsonl'), '--sign', at('ssh-key')])
    expect(checkWhole('both.jsonl', '--allowed-signers', of.release())).toMatchObject({
      status: 0,
      needed: ['signers'],
      checked: ['chain', 'counts', 'signature', 'history', 'policy'],
    })
    const apart = ['--allowed-signers', of.developers(), '--ledger-signers', of.release()]
    expect(checkWhole('both.jsonl', ...apart, '--valid-at', '2026-07-01')).toMatchObject({
      status: 0,
      needed: [],
      checked: ['chain', 'counts', 'signature', 'history', 'policy', 'signatures'],
    })
    const turned = ['--allowed-signers', of.release(), '--ledger-signers', of.release()]
    expect(bench.provenance(['ledger', 'check', at('both.jsonl'), ...turned])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('[INPUT_DIFFERS]'),
    })
    const ran = bench.provenance(['ledger', 'check', at('both.jsonl'), '--allowed-signers', of.developers()])
    expect([ran.status, ran.stderr]).toEqual([3, expect.stringContaining('--ledger-signers FILE')])
  })
})

describe('the lines of allowed signers, as ssh-keygen takes them', () => {
  const options = (words: string) => {
    writeFileSync(at('some.signers'), `${words} ${readFileSync(at('ssh-key.pub'), 'utf8')}`)
    return checkWhole('ssh.jsonl', '--offline', '--ledger-signers', at('some.signers'), '--valid-at', '2026-06-01')
  }

  test('a key counts at the time that is asked for', () => {
    expect(options('jo@example.com valid-after="20260101Z",valid-before="20270101Z"').status).toBe(0)
    for (const words of ['jo@example.com valid-before="20200101Z"', 'jo@example.com valid-after="20990101Z"'])
      expect(options(words)).toMatchObject({
        status: 3,
        breaks: [{ what: expect.stringContaining('name for another time') }],
      })
  })

  test('a line that takes away whom it names, names nobody', () => {
    for (const words of ['!jo@example.com', 'jo@example.com,!jo@example.com', '*,!*'])
      expect(options(words).status).toBe(3)
    expect(options('*@example.com,!mo@example.com').status).toBe(0)
  })

  test('where no time was given, that dates were not looked at is told; lines without dates need none', () => {
    options('jo@example.com valid-before="20200101Z"')
    const ran = checkWhole('ssh.jsonl', '--offline', '--ledger-signers', at('some.signers'))
    expect(ran).toMatchObject({ status: 0, needed: ['valid-at'] })
    expect(checkWhole('ssh.jsonl', '--offline', '--ledger-signers', at('ssh-key.signers')).needed).toEqual([])
  })
})

test('a signature beside the ledger is looked at without a key, as far as that goes, and the rest is told', () => {
  bench.provenance(['verify', 'HEAD', '--output', at('beside.jsonl'), '--sign', at('key.pem')])
  expect(checkWhole('beside.jsonl')).toMatchObject({ status: 0, needed: ['key'] })
  const again = bench.provenance(['verify', 'HEAD', '--first-parent', '--output', at('beside.jsonl')])
  expect(again.stderr).toContain('beside.jsonl.dsse.json: lies there still')
  expect(checkWhole('beside.jsonl')).toMatchObject({
    status: 3,
    breaks: [{ what: expect.stringContaining('expected the bytes with SHA-256') }],
  })
  writeFileSync(`${at('beside.jsonl')}.dsse.json`, '{}')
  expect(checkWhole('beside.jsonl', '--offline').status).toBe(3)
})

describe('what a ledger is made by is not written over', () => {
  beforeAll(() => {
    writeFileSync(at('policy.yaml'), 'rules: {}\n')
    writeFileSync(at('approvals.json'), '[]\n')
    symlinkSync(at('key.pem'), at('link.dsse.json'))
    writeFileSync(at('link'), '')
  })

  for (const [what, option, name, output] of [
    ['the key', '--sign', 'key.pem', 'key.pem'],
    ['its public half', '--sign', 'ssh-key', 'ssh-key.pub'],
    ['the key in the place of the signature', '--sign', 'key.pem', 'link'],
    ['the policy', '--policy', 'policy.yaml', 'policy.yaml'],
    ['the signers', '--allowed-signers', 'ssh-key.signers', 'ssh-key.signers'],
    ['the approvals', '--approvals', 'approvals.json', 'approvals.json'],
  ] as const)
    test(what, () => {
      const before = readFileSync(at(output))
      const ran = bench.provenance(['verify', 'HEAD', option, at(name), '--output', at(output)])
      expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('expected another file than') })
      expect(readFileSync(at(output))).toEqual(before)
    })

  test('the key that is to sign a ledger which is there already', () => {
    expect(bench.provenance(['verify', 'HEAD', '--output', at('signed.jsonl')]).status).toBe(0)
    const key = readFileSync(at('key.pem'))
    writeFileSync(`${at('signed.jsonl')}.dsse.json`, key)
    const ran = bench.provenance(['ledger', 'sign', at('signed.jsonl'), '--key', `${at('signed.jsonl')}.dsse.json`])
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('expected another file than --key names') })
    expect(readFileSync(`${at('signed.jsonl')}.dsse.json`)).toEqual(key)
  })
})

test('a dry run says what would be written, and writes nothing', () => {
  const words = ['verify', 'HEAD', '--output', at('dry.jsonl'), '--sign', at('key.pem'), '--dry-run']
  expect(bench.provenance(words)).toMatchObject({ status: 0, stderr: expect.stringContaining('would be written') })
  expect([existsSync(at('dry.jsonl')), existsSync(`${at('dry.jsonl')}.dsse.json`)]).toEqual([false, false])
  bench.provenance(['verify', 'HEAD', '--output', at('dry.jsonl')])
  const signed = bench.provenance(['ledger', 'sign', at('dry.jsonl'), '--key', at('key.pem'), '--dry-run'])
  expect([signed.status, signed.stdout]).toEqual([0, expect.stringContaining('would be signed')])
  const json = bench.provenance(['ledger', 'sign', at('dry.jsonl'), '--key', at('key.pem'), '--dry-run', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({ applied: false, file: `${at('dry.jsonl')}.dsse.json` })
  expect(existsSync(`${at('dry.jsonl')}.dsse.json`)).toBe(false)
})

test('what cannot sign is refused, and writes nothing', () => {
  bench.provenance(['verify', 'HEAD', '--output', at('plain.jsonl')])
  writeFileSync(
    at('rsa.pem'),
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  )
  for (const [key, code] of [
    [at('rsa.pem'), 'FILE_UNREADABLE'],
    [at('none'), 'FILE_UNREADABLE'],
    [at('plain.jsonl'), 'SIGNING_FAILED'],
  ] as const)
    expect(bench.provenance(['ledger', 'sign', at('plain.jsonl'), '--key', key])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(code),
    })
  expect(existsSync(`${at('plain.jsonl')}.dsse.json`)).toBe(false)
  expect(bench.provenance(['verify', 'HEAD', '--sign', at('key.pem')]).status).toBe(2)
  writeFileSync(at('broken.jsonl'), readFileSync(at('plain.jsonl'), 'utf8').replace('"Recorded"', '"Other"'))
  expect(bench.provenance(['ledger', 'sign', at('broken.jsonl'), '--key', at('key.pem')]).status).toBe(3)
})

describe('what cannot be signed in the end is refused before the walk', () => {
  test.each([[[]], [['--dry-run']]])(
    'a key that cannot be read leaves ledger and signature as they were: %j',
    (more) => {
      bench.provenance(['verify', 'HEAD', '--output', at('kept.jsonl'), '--sign', at('key.pem')])
      const files = () => ['kept.jsonl', 'kept.jsonl.dsse.json'].map((name) => readFileSync(at(name), 'utf8'))
      const before = files()
      const words = ['verify', 'HEAD~1..HEAD', '--output', at('kept.jsonl'), '--sign', at('none'), ...more]
      expect(bench.provenance(words)).toMatchObject({ status: 2, stderr: expect.stringContaining('FILE_UNREADABLE') })
      expect(files()).toEqual(before)
    },
  )

  test('a ledger that goes into a pipe, or what is open already, has no place beside it', () => {
    bench.run('mkfifo', [at('pipe')])
    for (const target of [at('pipe'), '/dev/stdout'])
      expect(bench.provenance(['verify', 'HEAD', '--output', target, '--sign', at('key.pem')])).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`${target}: expected a file`),
      })
    expect(bench.provenance(['ledger', 'sign', at('pipe'), '--key', at('key.pem')]).status).toBe(2)
  })

  test('a folder in the place of the signature is named', () => {
    bench.provenance(['verify', 'HEAD', '--output', at('taken.jsonl')])
    mkdirSync(`${at('taken.jsonl')}.dsse.json`)
    const ran = bench.provenance(['ledger', 'sign', at('taken.jsonl'), '--key', at('key.pem')])
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('taken.jsonl.dsse.json: expected a file')])
  })
})

test('a ledger and its signers can come through pipes', () => {
  const signers = at('ssh-key.signers')
  bench.provenance(['verify', 'HEAD', '--output', at('piped.jsonl'), '--sign', at('ssh-key')])
  const words = `ledger check <(cat '${at('piped.jsonl')}') --signature '${at('piped.jsonl')}.dsse.json' --allowed-signers <(cat '${signers}')`
  const program = join(import.meta.dirname, '../../bin/provenance.mjs')
  const ran = bench.run('bash', ['-c', `'${process.execPath}' '${program}' ${words}`])
  expect([ran.status, ran.stdout]).toEqual([
    0,
    expect.stringMatching(/true by chain, counts, signature, history.*\nits own verdict: pass\n$/),
  ])
})
