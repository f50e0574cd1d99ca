import type { Identity } from '../../../src/core/commit/identity.js'

/** `NAME <ADDRESS>` as an identity at the epoch. */
export const identityOf = (text: string): Identity => {
  const [, name = text, email = ''] = /^(.*?) ?<([^>]*)>?$/.exec(text) ?? []
  return { name, email, date: 0, zone: '+0000' }
}

export const jane = identityOf('Jane Doe <jane@example.com>')

/** A commit of Jane's with this message. */
export const commitOf = (message: string) => ({ author: jane, committer: jane, message })
