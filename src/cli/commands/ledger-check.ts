import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { canonicalJson } from '../../core/canonical.js'
import { errors, ProvenanceError } from '../../core/errors.js'
import { unreadableFile } from '../../core/file-errors.js'
import { type Break, createChecker } from '../../core/ledger/check.js'
import type { Footer, Header } from '../../core/ledger/schema.js'
import { shellWord } from '../../core/shell-word.js'
import { visible } from '../../report/escape.js'
import { lineBytes } from '../../workflows/verify/ledger-lines.js'
import { type RedoOptions, redo } from '../../workflows/verify/ledger-redo.js'
import {
  checkLedgerSignature,
  envelopeOf,
  type SignatureCheck,
  type SignedLedger,
} from '../../workflows/verify/ledger-signature.js'
import { afterOf, readPrevious } from '../../workflows/verify/previous-ledger.js'
import { type NamedTrust, readTrust } from '../../workflows/verify/trust.js'
import { approvalsOf, trustOf } from '../given-files.js'
import { type Part, tellCheck } from '../ledger-check-answer.js'
import { refuseOthers } from '../ledger-inputs.js'
import type { Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { pathOf } from '../range-options.js'

type Options = {
  readonly repository: string
  readonly offline?: boolean
  readonly policy?: string
  readonly after?: string
  readonly publicKey?: string
  readonly signature?: string
  readonly allowedSigners?: string
  readonly ledgerSigners?: string
  readonly approvals?: string
  readonly validAt?: string
  readonly json?: boolean
}

const integrity = 3

const tellApart =
  "--allowed-signers FILE was taken for the ledger's signers, too; where they are others: --ledger-signers FILE or --public-key FILE\n"

/** `provenance ledger check`: chain, counts, and that history says the same now. Exit 3 where anything differs. */
export const ledgerCheck = async (file: string, options: Options, output: Output): Promise<number> => {
  if (isFile(file)) return checkFile(file, options, output)
  // It is read more than once, and a pipe has its bytes for the first who reads it.
  const folder = mkdtempSync(join(tmpdir(), 'provenance-'))
  try {
    const copy = join(folder, 'ledger.jsonl')
    await pipeline(createReadStream(file), createWriteStream(copy, { mode: 0o600 })).catch((cause: Error) => {
      throw unreadableFile(file, 'a readable file', cause)
    })
    return await checkFile(file, options, output, copy)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const isFile = (path: string): boolean => !existsSync(path) || statSync(path).isFile()

const notLookedAt: Part = { breaks: [], checked: [], needed: [] }

const checkFile = async (file: string, options: Options, output: Output, bytes = file): Promise<number> => {
  const given = commitSigners(options)
  const { breaks: chainBreaks, ...ledger } = await checkChain(bytes)
  const { header } = ledger
  const chain: Part = { breaks: chainBreaks, checked: ['chain', 'counts'], needed: [] }
  const after = header === null || options.after === undefined ? notLookedAt : await afterPart(header, options.after)
  const signature = signaturePart(signatureOf(file, ledger, given, options))
  if (signature.breaks.length > 0 && options.allowedSigners !== undefined && !namesLedgerKey(options))
    output.talk(tellApart)
  const own = [chain, after, signature]
  let history = notLookedAt
  if (!options.offline && header !== null && own.every(({ breaks }) => breaks.length === 0)) {
    const signed = signature.checked.length > 0
    const trust = signersAgain(header, given, { signed, byOthers: namesLedgerKey(options) })
    const walk = walkOf(options, trust)
    refuseOthers(header, walk, { file, given: output.given })
    const compared = await redo(header, () => lineBytes(bytes), walk).catch(withoutRepository(file))
    if (compared.moved !== null)
      output.talk(`adoption: the ledger was checked by its own word on the tag: ${visible(compared.moved)}\n`)
    history = historyPart(header, compared)
  }
  const isTrue = tellCheck({ file, ledger, parts: [...own, history] }, options.json === true, output)
  return isTrue ? 0 : integrity
}

const signaturePart = (signature: SignatureCheck | null): Part => {
  if (signature === null) return notLookedAt
  const { wrong, needed } = signature
  return {
    breaks: wrong === null ? [] : [{ line: 1, what: wrong }],
    checked: needed.includes('key') ? [] : ['signature'],
    needed,
  }
}

/** What came of the walk through history again; policy and signatures were judged where they were at hand. */
const historyPart = (header: Header, { breaks, needed }: Awaited<ReturnType<typeof redo>>): Part => {
  const checked = ['history']
  if (!needed.includes('policy')) checked.push('policy')
  if (header.trust !== undefined && !needed.includes('signers')) checked.push('signatures')
  return { breaks, checked, needed }
}

/** Who was sent a ledger alone has no repository, and can check the rest. */
const withoutRepository = (file: string) => (cause: unknown) => {
  if (!(cause instanceof ProvenanceError) || cause.hint !== errors.NOT_A_REPOSITORY.hint) throw cause
  const hint = `provenance ledger check --offline ${shellWord(file)}`
  throw new ProvenanceError(cause.code, cause.message, { cause, hint })
}

const walkOf = (options: Options, trust: NamedTrust | null): RedoOptions => ({
  repository: options.repository,
  policyFile: pathOf(options.policy),
  toolVersion: packageVersion(),
  trust,
  approvals: approvalsOf(options),
})

/** Whether a key was given that can be for nothing but the ledger's own signature. */
const namesLedgerKey = ({ publicKey, ledgerSigners }: Options): boolean =>
  publicKey !== undefined || ledgerSigners !== undefined

/** The signers of commits that options name; a time alone is for the ledger's own. Throws USAGE, FILE_UNREADABLE. */
const commitSigners = ({ allowedSigners, ledgerSigners, validAt }: Options): NamedTrust | null => {
  const isForLedger = allowedSigners === undefined && ledgerSigners !== undefined
  return trustOf({ allowedSigners, validAt: isForLedger ? undefined : validAt })
}

/**
 * The signers that commits are held against again; null where the ledger was made without, or with others than those given. One
 * option can name those of commits, of the ledger, or of both: that a file is the ledger's is shown by the ledger's own
 * signature, which then also protects what the header says of the others. Without that, another file than the header's is refused.
 */
const signersAgain = (
  { trust: made }: Header,
  given: NamedTrust | null,
  { signed, byOthers }: { readonly signed: boolean; readonly byOthers: boolean },
): NamedTrust | null => {
  if (made === undefined || given === null) return null
  if (!signed) return given
  if (given.digest === made.signers) return { ...given, at: made.at }
  return byOthers ? given : null
}

/** What is to say of the ledger's own signature; null where there is none, and no option asks for one. Throws FILE_UNREADABLE. */
const signatureOf = (
  file: string,
  ledger: SignedLedger,
  given: NamedTrust | null,
  options: Options,
): SignatureCheck | null => {
  const { publicKey = null, allowedSigners, ledgerSigners, signature, validAt = null } = options
  const envelope = signature ?? envelopeOf(file)
  if (!existsSync(envelope)) {
    // Signers for a ledger whose commits were held against none can be those of the ledger only.
    const forLedger = allowedSigners !== undefined && ledger.header !== null && ledger.header.trust === undefined
    if (signature === undefined && !namesLedgerKey(options) && !forLedger) return null
    return { wrong: `${envelope}: expected the ledger's signature, found none`, needed: [] }
  }
  // Read once: a pipe has them for the first who reads it.
  const signers = ledgerSigners === undefined ? given : readTrust(resolve(ledgerSigners), validAt)
  return checkLedgerSignature(ledger, envelope, { publicKey, signers })
}

const checkChain = async (file: string) => {
  const checker = createChecker()
  const hash = createHash('sha256')
  let header: Header | null = null
  let footer: Footer | null = null
  let lines = 0
  for await (const bytes of lineBytes(file, (piece) => hash.update(piece))) {
    const line = checker.add(bytes)
    if (line?.type === 'header') header = line
    if (line?.type === 'footer') footer = line
    lines += 1
  }
  const ends = { header: header as Header | null, footer: footer as Footer | null }
  return { ...ends, lines, digest: hash.digest('hex'), breaks: checker.end(), summary: checker.summary }
}

const afterPart = async (header: Header, file: string): Promise<Part> => ({
  breaks: await afterBreaks(header, file),
  checked: ['the ledger before it'],
  needed: [],
})

/** A ledger names the one before it by the digest of its bytes, and says where that one ended and by which policy: all of it must be so. */
const afterBreaks = async (header: Header, file: string): Promise<readonly Break[]> => {
  const [expected, got] = [afterOf(await readPrevious(file)), header.after ?? null]
  if (canonicalJson(expected) === canonicalJson(got)) return []
  if (got?.digest !== expected.digest)
    return [{ line: 1, what: `after: expected ${expected.digest}, got ${got?.digest ?? 'none'}` }]
  const field = got.to === expected.to ? 'policy' : 'to'
  const [should, is] = [expected, got].map((one) => canonicalJson(one[field] ?? null))
  return [{ line: 1, what: `after.${field}: expected ${should}, got ${is}` }]
}
