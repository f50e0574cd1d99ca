import { spawnSync } from 'node:child_process'
import { ProvenanceError } from '../core/errors.js'
import { shellWord } from '../core/shell-word.js'
import { type AllowedSigner, isForNamespace, isValidAt, linesFor } from '../core/signature/allowed-signers.js'
import { checkSshsig, dearmor, readSshsig } from '../core/signature/sshsig.js'
import type { Signer, Verifier } from './signer.js'

/** Signatures of ledgers are under a namespace of their own, so that none of a commit or file can stand for one. */
export const ledgerNamespace = 'commit-provenance-ledger'

const keygen = (args: readonly string[], input: Buffer | string): Buffer => {
  const { status, stdout, stderr, error } = spawnSync('ssh-keygen', args, { input })
  if (error !== undefined)
    throw new ProvenanceError('SIGNING_FAILED', `ssh-keygen cannot be started: ${error.message}`, { cause: error })
  if (status === 0) return stdout
  const said = stderr.toString('utf8').trim().split('\n').at(-1) ?? ''
  throw new ProvenanceError('SIGNING_FAILED', `${args.at(-1)}: expected an SSH key that can sign, got ${said}`, {
    hint: `ssh-keygen -l -f ${shellWord(args.at(-1) ?? '')}`,
  })
}

/** Signs through ssh-keygen, as git does: with a private key file, or a public one whose private part an agent holds. `namespace` is what the signature is for. Throws SIGNING_FAILED. */
export const sshSigner = (keyFile: string, namespace = ledgerNamespace): Signer => {
  const keyid = /SHA256:\S+/.exec(keygen(['-l', '-f', keyFile], '').toString())?.[0] ?? ''
  return {
    keyid,
    sign: (bytes) => {
      const armor = keygen(['-Y', 'sign', '-n', namespace, '-f', keyFile], bytes).toString('latin1')
      return dearmor(armor) ?? Buffer.alloc(0)
    },
  }
}

/** Verifies against allowed signers; a key counts where a line names it for the namespace and the time, whatever its dates where that is null. `unknown` is said of any other key. */
export const sshVerifier = (
  signers: readonly AllowedSigner[],
  at: number | null,
  unknown = 'whom the allowed signers do not name',
): Verifier => ({
  verify: (bytes, signature) => {
    const sig = readSshsig(signature)
    if (sig === null) return 'not a signature of SSH'
    if (sig.namespace !== ledgerNamespace) return `made for ${JSON.stringify(sig.namespace)}`
    const known = linesFor(signers, sig.key).filter((line) => isForNamespace(line, sig.namespace))
    if (known.length === 0) return `made by ${sig.key.fingerprint}, ${unknown}`
    if (at !== null && !known.some((one) => isValidAt(one, at)))
      return `made by ${sig.key.fingerprint}, whom the allowed signers name for another time`
    return checkSshsig(sig, bytes) === 'good' ? null : 'not over these bytes'
  },
})
