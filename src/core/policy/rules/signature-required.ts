import { noOption } from '../option.js'
import { every, rule } from '../rule.js'

/** A commit is signed by a key that the given signers name; a signature that nobody checked is none. */
export const signatureRequired = rule({
  option: noOption,
  needs: [],
  kinds: every,
  check: ({ signature }) =>
    signature?.status === 'good' ? [] : [{ args: { reason: signature === null ? 'unsigned' : signature.status } }],
})
