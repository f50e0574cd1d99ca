import { ProvenanceError } from '../core/errors.js'
import { isoTime } from '../core/iso-date.js'
import type { Header } from '../core/ledger/schema.js'
import type { RedoOptions } from '../workflows/verify/ledger-redo.js'
import type { GivenOptions } from './given-options.js'

/** What a check was given of that which ledgers are made with. */
type Inputs = Pick<RedoOptions, 'trust' | 'approvals'>

/**
 * Refuses signers or approvals that are others than the ledger was made with: people come and go, keys are changed, and what is
 * said then by others is no change of history. Throws INPUT_DIFFERS.
 */
export const refuseOthers = (header: Header, { trust, approvals }: Inputs, { file, given }: Checked): void => {
  const refuse = differs(file)
  const { trust: made, policy } = header
  if (made !== undefined && trust !== null && trust.digest !== made.signers)
    throw refuse(
      `the allowed signers that it was made with, sha256:${made.signers}, got sha256:${trust.digest}; give them as they were then, or none, and signatures are not checked again`,
      given.again(['json', 'allowedSigners', 'validAt']),
    )
  if (made !== undefined && trust !== null && trust.at !== made.at)
    throw refuse(
      `${atTime(made.at)}, as it was made with, got ${atTime(trust.at)}`,
      given.again(['json', 'validAt'], made.at === null ? '' : atTime(made.at)),
    )
  if (approvals !== null && approvals.digest !== policy.approvals)
    throw refuse(
      `${policy.approvals === undefined ? 'no approvals, for it was made without' : `the approvals that it was made with, sha256:${policy.approvals}`}, got sha256:${approvals.digest}; without them what hangs on them is not judged again`,
      given.again(['json', 'approvals']),
    )
}

/** The file that is checked, and the options with which. */
type Checked = { readonly file: string; readonly given: GivenOptions }

const differs =
  (file: string) =>
  (expected: string, hint: string | null): ProvenanceError =>
    new ProvenanceError(
      'INPUT_DIFFERS',
      `${file}: expected ${expected}`,
      hint === null ? {} : { hint, isWholeHint: true },
    )

const atTime = (at: number | null): string => (at === null ? 'no --valid-at' : `--valid-at ${isoTime(at)}`)
