import type { Break } from '../core/ledger/check.js'
import { rankOf } from '../core/ledger/gravity.js'
import type { Needed } from '../core/ledger/masks.js'
import type { Footer, Header } from '../core/ledger/schema.js'
import type { Summary } from '../core/ledger/summary.js'
import { visible } from '../report/escape.js'
import { shownFindings } from '../report/text.js'
import type { SignatureCheck } from '../workflows/verify/ledger-signature.js'
import { asJson, type Output } from './output.js'

/** What one step of the check found: what is wrong, what it looked at, and what it would have needed to look at more. */
export type Part = {
  readonly breaks: readonly Break[]
  readonly checked: readonly string[]
  readonly needed: readonly (keyof typeof needs)[]
}

const needs: Readonly<Record<Needed | SignatureCheck['needed'][number], string>> = {
  policy: 'Findings and verdict were not judged again: they need the policy, given as --policy FILE\n',
  signers:
    'Signatures, what findings say of them and of reviews, and the verdict were not checked again: they need the signers that the ledger was made with, given as --allowed-signers FILE\n',
  approvals:
    'What findings say of reviews, and the verdict, were not judged again: they need the approvals, given as --approvals FILE\n',
  key: "Who signed the ledger was not checked: it needs the key, given as --public-key FILE, or the signers, given as --ledger-signers FILE (or --allowed-signers FILE, where commits' and ledgers' are the same)\n",
  'valid-at':
    "Whether the ledger's signer was valid was not looked at, for the signature has no date: it needs a time, given as --valid-at TIME\n",
}

/** A ledger as it was read. */
export type ReadLedger = {
  readonly lines: number
  readonly header: Header | null
  readonly footer: Footer | null
  readonly summary: Summary
}

type Checked = { readonly file: string; readonly ledger: ReadLedger; readonly parts: readonly Part[] }

/**
 * Tells what came of a check, and true where nothing is wrong. That a ledger is true says nothing of what it says: its own verdict
 * and what weighs most in it stand beside.
 */
export const tellCheck = ({ file, ledger, parts }: Checked, json: boolean, output: Output): boolean => {
  const breaks = parts.flatMap((part) => part.breaks)
  const checked = parts.flatMap((part) => part.checked)
  const needed = parts.flatMap((part) => part.needed)
  for (const what of needed) output.talk(needs[what])
  const { lines } = ledger
  const ok = breaks.length === 0
  const said = { verdict: ledger.footer?.verdict ?? null, gravest: gravestIn(ledger) }
  if (json) output.answer(asJson({ file, lines, ok, checked, needed, ...said, breaks: breaks.slice(0, 100) }))
  else if (ok) output.answer(`${visible(file)}: ${lines} lines, true by ${checked.join(', ')}\n${verdictLine(said)}`)
  else for (const { line, what } of breaks.slice(0, 20)) output.answer(`${visible(file)}:${line}: ${visible(what)}\n`)
  return ok
}

/** As many codes of findings as are named beside the verdict. */
const maxCodes = 5

type Grave = { readonly code: string; readonly severity: string; readonly count: number }

/** The gravest findings that a ledger itself tells, by their codes. */
const gravestIn = ({ header, footer, summary }: ReadLedger): readonly Grave[] => {
  if (header === null || footer === null) return []
  const found = shownFindings(header, summary, footer).toSorted((one, other) => rankOf(one) - rankOf(other))
  const first = found.filter(({ code }, at) => found.findIndex((one) => one.code === code) === at)
  return first.slice(0, maxCodes).map(({ code, severity }) => ({ code, severity, count: footer.findings[code] ?? 1 }))
}

const verdictLine = ({ verdict, gravest }: { readonly verdict: string | null; readonly gravest: readonly Grave[] }) => {
  const told = gravest.map(({ code, count }) => `${visible(code)} ${count}`).join(', ')
  return `its own verdict: ${verdict}${told === '' ? '' : `, with ${told}`}\n`
}
