import { isNamed } from '../../signature/commit-signature.js'
import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/**
 * A commit is signed by a key that the given signers name, and name as its committer's: else whoever has a key could sign what
 * another one seems to have made. A signature that nobody checked is none.
 */
export const signatureRequired = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ signature, commit }) => {
    if (signature?.status !== 'good') return [{ args: { reason: signature === null ? 'unsigned' : signature.status } }]
    const signer = signature.signer ?? ''
    return isNamed(signer.split(','), commit.committer.email) ? [] : [{ args: { reason: 'other-signer', signer } }]
  },
})
