/** How a record stands to the change of the commit that it is on. */
export type Binding = 'bound' | 'stale' | 'unbound' | 'unknown'

/** git gives no patch-id to a commit that changes nothing; zeros stand for it. */
const noChange = /^0+$/

/**
 * What `AI-Change` says of a record (spec, section 2): `own` is the patch-id of its commit, undefined where it could not be found
 * out. Every commit that changes nothing has the same zeros, so that among these a copied record would pass for their own: they bind
 * nothing. On a commit with a change they are another's.
 */
export const bindingOf = (recorded: string | null, own: string | undefined): Binding => {
  if (recorded === null) return 'unbound'
  if (own === undefined) return 'unknown'
  if (recorded !== own) return 'stale'
  return noChange.test(own) ? 'unbound' : 'bound'
}
