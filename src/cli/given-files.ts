import { resolve } from 'node:path'
import { ProvenanceError } from '../core/errors.js'
import { readApprovals } from '../workflows/verify/approvals.js'
import { type NamedTrust, readTrust } from '../workflows/verify/trust.js'

type Given = {
  readonly allowedSigners?: string | undefined
  readonly validAt?: string | undefined
  readonly approvals?: string | undefined
}

/** The trust that options name; null without one. Throws USAGE for a time without signers. */
export const trustOf = ({ allowedSigners, validAt }: Given): NamedTrust | null => {
  if (allowedSigners !== undefined) return readTrust(resolve(allowedSigners), validAt ?? null)
  if (validAt === undefined) return null
  throw new ProvenanceError('USAGE', '--valid-at: expected --allowed-signers FILE beside it')
}

/** A forge's approvals that options name; null without them. Throws FILE_UNREADABLE. */
export const approvalsOf = ({ approvals }: Given) =>
  approvals === undefined ? null : readApprovals(resolve(approvals))
