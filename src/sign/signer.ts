/** Makes a signature over bytes; `keyid` is the SHA256 fingerprint of the public key, as ssh-keygen prints it. */
export type Signer = { readonly keyid: string; readonly sign: (bytes: Buffer) => Buffer }

/** Judges a signature over bytes: null where it holds, else what is wrong with it. */
export type Verifier = { readonly verify: (bytes: Buffer, signature: Buffer) => string | null }
