import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/core/canonical.js'
import { parseAllowedSigners } from '../../src/core/signature/allowed-signers.js'
import { judgeSignature, signedParts } from '../../src/core/signature/commit-signature.js'
import { wireString } from '../../src/core/signature/ssh-wire.js'
import { checkSshsig, readSshsig } from '../../src/core/signature/sshsig.js'
import { agentText, agentWrites } from '../support/commit-flow.js'
import { type Workbench, workbench } from '../support/workbench.js'
import { seeded } from '../unit/attribution/random.js'

const keyTypes = [
  ['ed25519'],
  ['ecdsa', '-b', '256'],
  ['ecdsa', '-b', '384'],
  ['ecdsa', '-b', '521'],
  ['rsa', '-b', '2048'],
  ['rsa', '-b', '3072'],
] as const

const names = keyTypes.map((words) => words.join('').replace('-b', '-'))

/** Makes a key of each type; returns the lines of an allowed-signers file, by the key's name. */
const makeKeys = (bench: Workbench): ReadonlyMap<string, string> =>
  new Map(
    keyTypes.map(([type, ...more], index) => {
      const file = join(bench.home, `key-${names[index]}`)
      const made = bench.run('ssh-keygen', ['-q', '-t', type, ...more, '-N', '', '-C', '', '-f', file])
      expect(made.status).toBe(0)
      return [names[index] ?? '', readFileSync(`${file}.pub`, 'utf8').trim()] as const
    }),
  )

const sign = (bench: Workbench, key: string, message: string): string => {
  const config = ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${join(bench.home, `key-${key}`)}.pub`]
  bench.git(...config, 'commit', '-q', '-S', '--allow-empty', '-m', message)
  return bench.git('rev-parse', 'HEAD').trim()
}

/** Who commits in a workbench, at its fixed time. */
const committer = { email: 'jo@example.com', date: 1_767_323_045 }

const bytesOf = (bench: Workbench, oid: string): Buffer =>
  Buffer.from(bench.run('sh', ['-c', `git cat-file commit ${oid} | base64`]).stdout, 'base64')

for (const format of ['sha1', 'sha256'] as const) {
  describe(`signed commits in a ${format} repository`, () => {
    let bench: Workbench
    let keys: ReadonlyMap<string, string>
    const signers = (lines: readonly string[]) => ({
      signers: parseAllowedSigners(lines.join('\n'), 'signers'),
      at: null,
    })
    beforeAll(() => {
      bench = workbench({ gitInit: [`--object-format=${format}`] })
      keys = makeKeys(bench)
    })
    afterAll(() => bench.remove())

    /** git's own word, through ssh-keygen. */
    const gitSays = (oid: string, lines: readonly string[]): boolean => {
      const file = join(bench.home, 'signers')
      writeFileSync(file, `${lines.join('\n')}\n`)
      return bench.tryGit(['-c', `gpg.ssh.allowedSignersFile=${file}`, 'verify-commit', oid]).status === 0
    }

    test('a key that is too short to be trusted is not said to have signed other bytes', () => {
      const file = join(bench.home, 'key-short')
      expect(bench.run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', file]).status).toBe(0)
      const bytes = bytesOf(bench, sign(bench, 'short', 'Short'))
      const trust = signers([`jo@example.com ${readFileSync(`${file}.pub`, 'utf8').trim()}`])
      expect(judgeSignature(bytes, committer, trust)?.status).toBe('unsupported')
    })

    for (const name of names) {
      test(`${name}: git and we agree, good or not`, () => {
        const oid = sign(bench, name, `By ${name}`)
        const bytes = bytesOf(bench, oid)
        const key = keys.get(name) ?? ''
        const other = keys.get(name === 'ed25519' ? 'ecdsa-256' : 'ed25519') ?? ''
        const cases: readonly (readonly [string, readonly string[], string])[] = [
          ['named', [`jo@example.com ${key}`], 'good'],
          ['wildcard and comment', ['# team', '', `*@example.com,!eve@example.com ${key} a comment`], 'good'],
          ['in the namespace', [`jo@example.com namespaces="file,git" ${key}`], 'good'],
          ['for another namespace', [`jo@example.com namespaces="file" ${key}`], 'untrusted'],
          ['valid then', [`jo@example.com valid-after="20250101Z",valid-before="20270101Z" ${key}`], 'good'],
          ['not yet', [`jo@example.com valid-after="20260601Z" ${key}`], 'expired'],
          ['no more', [`jo@example.com valid-before="20250601Z" ${key}`], 'expired'],
          ['another key', [`jo@example.com ${other}`], 'untrusted'],
          ['an authority’s key', [`jo@example.com cert-authority ${key}`], 'untrusted'],
          ['nobody', [], 'untrusted'],
        ]
        for (const [what, lines, status] of cases) {
          const verdict = judgeSignature(bytes, committer, signers(lines))
          expect([what, verdict?.status]).toEqual([what, status])
          expect([what, gitSays(oid, lines)]).toEqual([what, status === 'good'])
        }
      })
    }

    test('no mutation of signed bytes or of the signature is good', () => {
      let judged = 0
      for (const name of names) {
        const bytes = bytesOf(bench, sign(bench, name, `To be spoilt ${name}`))
        const trust = signers([`jo@example.com ${keys.get(name)}`])
        expect(judgeSignature(bytes, committer, trust)?.status).toBe('good')
        const { payload } = signedParts(bytes)
        for (let seed = 1; seed <= 60; seed += 1) {
          const random = seeded(seed)
          const spoilt = Buffer.from(bytes)
          const at = random.below(spoilt.length)
          spoilt[at] = (spoilt[at] ?? 0) ^ (1 << random.below(8))
          const verdict = judgeSignature(spoilt, committer, trust)
          if (verdict?.status !== 'good') judged += 1
          // A line's end or padding of the armor may change without changing what it says.
          else expect(signedParts(spoilt).payload.equals(payload), `${name} ${seed} ${at}`).toBe(true)
        }
      }
      expect(judged).toBeGreaterThan(300)
    })

    test('another namespace, a doubled signature and garbage are bad', () => {
      const bytes = bytesOf(bench, sign(bench, 'ed25519', 'Base'))
      const trust = signers([`jo@example.com ${keys.get('ed25519')}`])
      const header = format === 'sha1' ? 'gpgsig' : 'gpgsig-sha256'
      const text = bytes.toString('latin1')
      const armor = (inside: string) => text.replace(/-----BEGIN SSH[\s\S]*END SSH SIGNATURE-----/, inside)
      const file = join(bench.home, 'payload')
      writeFileSync(file, signedParts(bytes).payload)
      bench.run('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'file', '-f', join(bench.home, 'key-ed25519'), file])
      const foreign = readFileSync(`${file}.sig`, 'latin1').trim().replaceAll('\n', '\n ')
      const block = new RegExp(`${header} [\\s\\S]*?END SSH SIGNATURE-----\\n`).exec(text)?.[0] ?? ''
      for (const spoilt of [
        armor(foreign),
        armor('-----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----'),
        text.replace(block, block + block),
      ])
        expect(judgeSignature(Buffer.from(spoilt, 'latin1'), committer, trust)?.status).toBe('bad')
    })
  })
}

describe('security keys, made in software', () => {
  const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
  const application = 'ssh:'
  const flagsAndCounter = Buffer.from([1, 0, 0, 0, 7])
  const message = Buffer.from('what is signed')
  const toSign = Buffer.concat(
    ['SSHSIG', ...['git', '', 'sha256', sha256(message)].map(wireString)].map((one) => Buffer.from(one)),
  )
  const data = Buffer.concat([sha256(application), flagsAndCounter, sha256(toSign)])

  /** A signature as a security key makes it; ssh-keygen says what it thinks of it. */
  const judged = (blob: Buffer, type: string, inner: Buffer) => {
    const signature = Buffer.concat([wireString(type), wireString(inner), flagsAndCounter])
    const version = Buffer.from([0, 0, 0, 1])
    const rest = [wireString(blob), wireString('git'), wireString(''), wireString('sha256'), wireString(signature)]
    const bytes = Buffer.concat([Buffer.from('SSHSIG'), version, ...rest])
    const sig = readSshsig(bytes)
    const home = mkdtempSync(join(tmpdir(), 'security-key-'))
    const armor = bytes.toString('base64').replace(/.{1,70}/g, '$&\n')
    writeFileSync(join(home, 'sig'), `-----BEGIN SSH SIGNATURE-----\n${armor}-----END SSH SIGNATURE-----\n`)
    writeFileSync(join(home, 'signers'), `jo@example.com ${type} ${blob.toString('base64')}\n`)
    const words = [
      '-Y',
      'verify',
      '-f',
      join(home, 'signers'),
      '-I',
      'jo@example.com',
      '-n',
      'git',
      '-s',
      join(home, 'sig'),
    ]
    const { status } = spawnSync('ssh-keygen', words, { input: message })
    rmSync(home, { recursive: true, force: true })
    return [sig === null ? 'bad' : checkSshsig(sig, message), status === 0]
  }

  test('Ed25519', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const type = 'sk-ssh-ed25519@openssh.com'
    const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
    const blob = Buffer.concat([wireString(type), wireString(point), wireString(application)])
    const inner = signBytes(null, data, privateKey)
    expect(judged(blob, type, inner)).toEqual(['good', true])
    inner[5] = (inner[5] ?? 0) ^ 1
    expect(judged(blob, type, inner)).toEqual(['bad', false])
  })

  test('ECDSA', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const type = 'sk-ecdsa-sha2-nistp256@openssh.com'
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
    const blob = Buffer.concat([wireString(type), wireString('nistp256'), wireString(point), wireString(application)])
    const both = signBytes('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const mpint = (bytes: Buffer) => {
      const number = bytes.subarray(
        Math.max(
          0,
          bytes.findIndex((byte) => byte !== 0),
        ),
      )
      return wireString((number[0] ?? 0) < 128 ? number : Buffer.concat([Buffer.from([0]), number]))
    }
    const inner = Buffer.concat([mpint(both.subarray(0, 32)), mpint(both.subarray(32))])
    expect(judged(blob, type, inner)).toEqual(['good', true])
    inner[9] = (inner[9] ?? 0) ^ 1
    expect(judged(blob, type, inner)).toEqual(['bad', false])
  })
})

describe('attested', () => {
  let bench: Workbench
  let keys: ReadonlyMap<string, string>
  let file: string
  beforeAll(() => {
    bench = workbench()
    keys = makeKeys(bench)
    file = join(bench.home, 'signers')
    writeFileSync(file, `jo@example.com ${keys.get('ed25519')}\n`)
    bench.git('config', 'gpg.format', 'ssh')
    bench.git('config', 'user.signingKey', `${join(bench.home, 'key-ed25519')}.pub`)
    agentWrites(bench)
    bench.git('commit', '-q', '-S', '-a', '-m', 'Signed')
    agentWrites(bench, 'start.txt', `${agentText}const fourth = 4\n`)
    bench.git('commit', '-qam', 'Unsigned')
  })
  afterAll(() => bench.remove())

  describe('signature-required holds the signer to the committer', () => {
    const judged = (principals: readonly string[], email: string) => {
      const key = keys.get('ed25519')
      bench.write('../named', principals.map((one) => `${one} ${key}\n`).join(''))
      bench.write('../signed.yaml', 'rules: { signature-required: error }\n')
      const env = { GIT_COMMITTER_EMAIL: email, GIT_AUTHOR_EMAIL: email }
      bench.tryGit(['commit', '-q', '-S', '--allow-empty', '-m', 'Signed'], { env })
      const words = ['verify', 'HEAD~1..HEAD', '--policy', '../signed.yaml', '--allowed-signers', '../named']
      const ran = bench.provenance([...words, '--format', 'jsonl'])
      bench.git('reset', '-q', '--hard', 'HEAD~1')
      const [finding] = JSON.parse(ran.stdout.split('\n')[1] ?? '').findings
      return [ran.status, finding?.args ?? null]
    }
    const other = (signer: string) => [1, { reason: 'other-signer', signer }]

    test.each<readonly [string, readonly string[], string, boolean]>([
      ['their own address', ['jo@example.com'], 'jo@example.com', true],
      ['in another case', ['Jo@Example.com'], 'jO@example.COM', true],
      ['with a tag', ['jo@example.com'], 'jo+work@example.com', true],
      ['by a pattern', ['*@example.com'], 'jo@example.com', true],
      ['on a line of several', ['ann@example.com,jo@example.com'], 'jo@example.com', true],
      ['on the second line with that key', ['ann@example.com', 'jo@example.com'], 'jo@example.com', true],
      ['a name that is no address', ['release-team'], 'jo@example.com', true],
      ['somebody else’s', ['ann@example.com'], 'jo@example.com', false],
      ['taken away by a pattern', ['*@example.com,!jo@example.com'], 'jo@example.com', false],
      ['a tag taken away from its own address', ['jo@example.com,!JO+bot@*'], 'jo+bot@example.com', false],
      ['a tag beside one taken away', ['jo@example.com,!jo+bot@example.com'], 'jo+work@example.com', true],
      ['a name, from which an address is taken', ['release-team,!ann@example.com'], 'jo@example.com', true],
      ['a name, from which this address is taken', ['release-team,!jo@example.com'], 'jo@example.com', false],
      ['an address that only begins like it', ['jo@example.com'], 'jo@example.com.evil.org', false],
    ])('%s', (_, principals, email, well) => {
      expect(judged(principals, email)).toEqual(well ? [0, null] : other(principals[0] ?? ''))
    })
  })

  const classes = (...words: string[]) =>
    bench
      .provenance(['verify', 'HEAD', '--format', 'jsonl', ...words])
      .stdout.split('\n')
      .flatMap((line) => /"class":"([a-z]+)"/.exec(line)?.[1] ?? [])

  test('is a recorded commit whose signature verifies against signers from outside, and no other', () => {
    expect(classes()).toEqual(['unknown', 'recorded', 'recorded'])
    expect(classes('--allowed-signers', file)).toEqual(['unknown', 'attested', 'recorded'])
    expect(classes('--allowed-signers', file, '--valid-at', '2026-06-01')).toEqual(['unknown', 'attested', 'recorded'])
    const shown = bench.provenance(['show', 'HEAD~1', '--allowed-signers', file]).stdout
    expect(shown).toMatch(/class {4}attested\n[\s\S]*signed {3}ssh, good, by jo@example\.com SHA256:/)
    expect(bench.provenance(['show', 'HEAD~1']).stdout).toContain('signed   ssh, not-checked')
  })

  test('never by what the repository itself says of signers', () => {
    bench.git('config', 'gpg.ssh.allowedSignersFile', file)
    expect(classes()).toEqual(['unknown', 'recorded', 'recorded'])
    bench.git('config', '--unset', 'gpg.ssh.allowedSignersFile')
  })

  test('a key that was valid at another time only is untrusted, and told', () => {
    const old = join(bench.home, 'old-signers')
    writeFileSync(old, `jo@example.com valid-before="20260301Z" ${keys.get('ed25519')}\n`)
    expect(classes('--allowed-signers', old)).toContain('attested')
    const later = bench.provenance(['verify', 'HEAD', '--allowed-signers', old, '--valid-at', '2026-06-01'])
    expect([later.status, later.stdout]).toEqual([0, expect.stringContaining('signature-untrusted 1')])
  })

  test('ledger check needs the same signers, and says so', () => {
    const ledger = join(bench.home, 'ledger.jsonl')
    bench.provenance(['verify', 'HEAD', '--allowed-signers', file, '--output', ledger])
    const alone = bench.provenance(['ledger', 'check', ledger])
    expect([alone.status, alone.stderr]).toEqual([0, expect.stringContaining('--allowed-signers')])
    const whole = bench.provenance(['ledger', 'check', ledger, '--allowed-signers', file, '--json'])
    expect(JSON.parse(whole.stdout)).toMatchObject({ ok: true, checked: expect.arrayContaining(['signatures']) })
    writeFileSync(file, `jo@example.com ${keys.get('ecdsa-256')}\n`)
    const others = bench.provenance(['ledger', 'check', ledger, '--allowed-signers', file, '--json'])
    const { error } = JSON.parse(others.stdout)
    expect([others.status, error]).toMatchObject([2, { code: 'INPUT_DIFFERS' }])
    const { signers } = JSON.parse(readFileSync(ledger, 'utf8').split('\n')[0] ?? '').trust
    expect(error.message).toContain(`sha256:${signers}, got sha256:${sha256(readFileSync(file))}`)
    expect(error.hint).toBe(`provenance ledger check ${ledger}`)
    writeFileSync(file, `jo@example.com ${keys.get('ed25519')}\n`)
    const late = ['ledger', 'check', ledger, '--allowed-signers', file, '--valid-at', '2026-06-01']
    expect(bench.provenance(late)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/expected no --valid-at.*\nhint: .* --allowed-signers [^ ]*\n$/),
    })
  })

  test('a forged signature is broken integrity', () => {
    const text = bench.git('cat-file', 'commit', 'HEAD~1').replace('\n\nSigned', '\n\nForged')
    const oid = bench.run('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: text }).stdout.trim()
    const ran = bench.provenance(['verify', `${oid}^..${oid}`, '--allowed-signers', file])
    expect([ran.status, ran.stdout]).toEqual([3, expect.stringContaining('signature-bad')])
    // A ledger that tells of it is true, and no clean bill.
    const ledger = join(bench.home, 'forged.jsonl')
    bench.provenance(['verify', `${oid}^..${oid}`, '--allowed-signers', file, '--output', ledger])
    const check = ['ledger', 'check', ledger, '--allowed-signers', file]
    const told = bench.provenance(check)
    expect([told.status, told.stdout]).toEqual([
      0,
      `${ledger}: 3 lines, true by chain, counts, history, policy, signatures\nits own verdict: fail, with signature-bad 1\n`,
    ])
    expect(JSON.parse(bench.provenance([...check, '--json']).stdout)).toMatchObject({
      ok: true,
      verdict: 'fail',
      gravest: [{ code: 'signature-bad', count: 1 }],
    })
    expect(bench.provenance(['verify', `${oid}^..${oid}`]).status).toBe(0)
    const shown = bench.provenance(['show', oid, '--allowed-signers', file])
    expect([shown.status, shown.stdout]).toEqual([3, expect.stringContaining('[signature-bad]')])
    expect(bench.provenance(['show', oid]).status).toBe(0)
  })

  test('what is no file of signers is refused, with its line', () => {
    const bad = join(bench.home, 'bad-signers')
    for (const [text, said] of [
      ['jo@example.com ssh-ed25519 %%%', ':1: expected an allowed signer'],
      [`\njo@example.com valid-after="soon" ${keys.get('ed25519')}`, ':2: expected an allowed signer'],
      [`jo@example.com verify-all ${keys.get('ed25519')}`, 'the option'],
    ] as const) {
      writeFileSync(bad, `${text}\n`)
      const ran = bench.provenance(['verify', '--allowed-signers', bad])
      expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining(said)])
    }
    expect(bench.provenance(['verify', '--allowed-signers', join(bench.home, 'none')]).status).toBe(2)
    expect(bench.provenance(['verify', '--valid-at', '2026-01-01']).status).toBe(2)
  })
})
