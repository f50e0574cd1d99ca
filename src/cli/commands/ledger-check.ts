import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Break, createChecker } from '../../core/ledger/chain.js'
import type { Header } from '../../core/ledger/schema.js'
import { visible } from '../../report/escape.js'
import { lineBytes } from '../../workflows/ledger-lines.js'
import { redo } from '../../workflows/ledger-redo.js'
import { checkLedgerSignature, envelopeOf } from '../../workflows/ledger-signature.js'
import { readPrevious } from '../../workflows/previous-ledger.js'
import { asJson, type Output } from '../output.js'
import { packageVersion } from '../program-files.js'
import { approvalsOf, trustOf } from './verify.js'

type Options = {
  readonly repository: string
  readonly offline?: boolean
  readonly policy?: string
  readonly after?: string
  readonly publicKey?: string
  readonly signature?: string
  readonly allowedSigners?: string
  readonly approvals?: string
  readonly validAt?: string
  readonly json?: boolean
}

const integrity = 3

const needs = {
  policy: 'Findings and verdict were not judged again: they need the policy, given as --policy FILE\n',
  signers:
    'Signatures, what findings say of them and of reviews, and the verdict were not checked again: they need the signers, given as --allowed-signers FILE\n',
  approvals:
    'What findings say of reviews, and the verdict, were not judged again: they need the approvals, given as --approvals FILE\n',
} as const

/** `provenance ledger check`: chain, counts, and that history says the same now. Exit 3 where anything differs. */
export const ledgerCheck = async (file: string, options: Options, output: Output): Promise<number> => {
  const { header, lines, breaks: found } = await checkChain(file)
  const breaks: Break[] = [...found]
  const checked = ['chain', 'counts']
  let needed: readonly string[] = []
  if (options.after !== undefined && header !== null) {
    breaks.push(...(await afterBreaks(header, options.after)))
    checked.push('the ledger before it')
  }
  const signed = await signatureBreak(file, options)
  if (signed !== undefined) {
    if (signed !== null) breaks.push({ line: 1, what: signed })
    checked.push('signature')
  }
  if (!options.offline && header !== null && breaks.length === 0) {
    const policyFile = options.policy === undefined ? null : resolve(options.policy)
    const { repository } = options
    const approvals = approvalsOf(options)
    const walk = { repository, policyFile, toolVersion: packageVersion(), trust: trustOf(options), approvals }
    const compared = await redo(header, lineBytes(file), walk)
    breaks.push(...compared.breaks)
    checked.push('history')
    needed = compared.needed
    if (!compared.needed.includes('policy')) checked.push('policy')
    if (header.trust !== undefined && !compared.needed.includes('signers')) checked.push('signatures')
    for (const what of compared.needed) output.talk(needs[what])
  }
  if (options.json)
    output.answer(asJson({ file, lines, ok: breaks.length === 0, checked, needed, breaks: breaks.slice(0, 100) }))
  else if (breaks.length === 0)
    output.answer(`${visible(file)}: ${lines} lines, ${checked.join(', ')}: as they should be\n`)
  else for (const { line, what } of breaks.slice(0, 20)) output.answer(`${visible(file)}:${line}: ${visible(what)}\n`)
  return breaks.length === 0 ? 0 : integrity
}

/** What is wrong with the ledger's own signature, null for nothing; undefined where there is none, or none was asked for. */
const signatureBreak = async (file: string, options: Options): Promise<string | null | undefined> => {
  const { publicKey = null, allowedSigners = null, signature } = options
  const envelope = signature ?? envelopeOf(file)
  if (publicKey === null && signature === undefined && (allowedSigners === null || !existsSync(envelope)))
    return undefined
  if (!existsSync(envelope)) return `${envelope}: expected the ledger's signature, found none`
  return checkLedgerSignature(file, envelope, { publicKey, allowedSigners })
}

const checkChain = async (file: string) => {
  const checker = createChecker()
  let header: Header | null = null
  let lines = 0
  for await (const bytes of lineBytes(file)) {
    const line = checker.add(bytes)
    if (line?.type === 'header') header = line
    lines += 1
  }
  return { header: header as Header | null, lines, breaks: checker.end() }
}

/** A ledger names the one before it by the digest of its bytes. */
const afterBreaks = async (header: Header, file: string): Promise<readonly Break[]> => {
  const { digest } = await readPrevious(file)
  const named = header.after?.digest ?? 'none'
  return named === digest ? [] : [{ line: 1, what: `after: expected ${digest}, got ${named}` }]
}
