import { Option } from 'commander'

/** Whose signatures of commits count. */
export const allowedSigners = () =>
  new Option(
    '--allowed-signers <file>',
    'whose commit signatures count (ssh-keygen(1)); never taken from the repository',
  )

/** When the keys of signers must hold. */
export const validAt = () =>
  new Option('--valid-at <time>', "when keys must be valid, instead of at each commit's own date")

/** A forge's approvals, as a file. */
export const approvals = () =>
  new Option('--approvals <file>', "a forge's approvals: what GitHub or GitLab answer, or a list of our own")
